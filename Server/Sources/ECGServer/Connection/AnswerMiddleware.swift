import ECGNeuralNetwork
import HTTPTypes
import Hummingbird
import Logging
import NIOHTTP1

/// Around every request: refuses it where too many are being answered, turns what goes wrong into
/// problem documents, counts and logs. Nothing of a body, a query or a file's name is logged.
struct AnswerMiddleware<Context: RequestContext>: RouterMiddleware {
  let metrics: ServerMetrics
  let limits: ServerLimits
  /// The methods of each path.
  let methods: [String: [HTTPRequest.Method]]

  /// What a client that went away is counted as, as other servers do.
  private static var brokenOff: Int { 499 }

  func handle(
    _ request: Request, context: Context,
    next: (Request, Context) async throws -> Response
  ) async throws -> Response {
    let clock = ContinuousClock()
    let start = clock.now
    let path = HeartbeatServer.route(of: request.uri.path)
    let route = methods[path] == nil ? "other" : path
    func count(_ status: Int) {
      let seconds = (clock.now - start) / .seconds(1)
      let method =
        methods[path]?.contains(request.method) == true ? request.method.rawValue : "other"
      metrics.count(method: method, route: route, status: status, seconds: seconds)
      context.logger.info(
        "answered",
        metadata: [
          "method": "\(method)", "route": "\(route)", "status": "\(status)",
          "seconds": "\(seconds)",
        ])
    }
    var response: Response
    if metrics.begin(limit: limits.requests) {
      defer { metrics.end() }
      do {
        response = try await answer(request, context, next)
      } catch {
        count(Self.brokenOff)
        throw error
      }
    } else {
      response = Problem.busy("Too many requests at once; try again in a second.").response
    }
    response.headers[.xContentTypeOptions] = "nosniff"
    if response.headers[.cacheControl] == nil { response.headers[.cacheControl] = "no-store" }
    count(response.status.code)
    return response
  }

  private func answer(
    _ request: Request, _ context: Context,
    _ next: (Request, Context) async throws -> Response
  ) async throws -> Response {
    do {
      return try await next(request, context)
    } catch let problem as Problem {
      return problem.response
    } catch let error as HTTPError where error.status == .notFound {
      return notFound(request).response
    } catch let error as NetworkError {
      // Of a request's samples; a model was looked at when it was loaded.
      return Problem(.unprocessableContent, "The samples cannot be classified: \(error.problem).")
        .response
    } catch let error as any HTTPResponseError {
      return Problem(error.status, "The request cannot be answered.").response
    } catch let error as HTTPParserError {
      // The connection has an answer of its own to what is no HTTP.
      throw error
    } catch let error as BodyBrokenOff {
      throw error
    } catch let error as CancellationError {
      throw error
    } catch {
      // The type alone: a message may tell what was in a file.
      context.logger.error("failed", metadata: ["error": "\(type(of: error))"])
      return Problem(.internalServerError, "The server failed; this is a mistake of its own.")
        .response
    }
  }

  private func notFound(_ request: Request) -> Problem {
    guard let allowed = methods[HeartbeatServer.route(of: request.uri.path)] else {
      return Problem(.notFound, "There is nothing here; /openapi.json says what is where.")
    }
    let names = allowed.map(\.rawValue).joined(separator: ", ")
    return Problem(
      .methodNotAllowed, "Expected \(names), found \(request.method.rawValue.prefix(32)).",
      fields: [.allow: names])
  }
}
