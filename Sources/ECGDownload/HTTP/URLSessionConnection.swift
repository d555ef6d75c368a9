// Compiled on Linux too where ECG_URLSESSION is defined, so that it can be tested there.
#if canImport(Darwin) || ECG_URLSESSION
  import Foundation
  import Synchronization

  #if canImport(FoundationNetworking)
    import FoundationNetworking
  #endif

  /// A connection by Foundation's `URLSession`.
  final class URLSessionConnection: HTTPConnection {
    private let session: URLSession
    private let delegate = Delegate()

    init(patience: HTTPPatience) {
      let configuration = URLSessionConfiguration.ephemeral
      // The wait for a connection is not told apart from the wait for the next byte.
      configuration.timeoutIntervalForRequest = Double(patience.stalling)
      configuration.httpShouldSetCookies = false
      let queue = OperationQueue()
      queue.maxConcurrentOperationCount = 1
      session = URLSession(configuration: configuration, delegate: delegate, delegateQueue: queue)
    }

    deinit { session.invalidateAndCancel() }

    func get(
      _ url: String, from offset: Int, of validator: String?, isCancelled: @escaping () -> Bool,
      receive: (HTTPAnswer, UnsafeRawBufferPointer) throws -> Void
    ) throws -> HTTPAnswer {
      guard let address = URL(string: url),
        ["http", "https"].contains(address.scheme?.lowercased())
      else { throw HTTPError.hopeless("expected an address of http or https") }
      var request = URLRequest(url: address, cachePolicy: .reloadIgnoringLocalCacheData)
      for (name, value) in HTTPRequestFields(from: offset, of: validator) {
        request.setValue(value, forHTTPHeaderField: name)
      }
      return try withoutActuallyEscaping(receive) { receive in
        let reception = Reception(isCancelled: isCancelled, receive: receive)
        let task = session.dataTask(with: request)
        delegate.begin(reception)
        task.resume()
        while delegate.ended.wait(timeout: .now() + 1) == .timedOut {
          if isCancelled() {
            task.cancel()
            delegate.ended.wait()
            throw HTTPError.cancelled
          }
        }
        return try reception.outcome(status: delegate.status, failure: delegate.failure)
      }
    }

    /// Hears of a transfer.
    // `@unchecked`: the session's queue, which runs one call at a time, changes its values while
    // the connection's thread waits for `ended`, and that thread reads and resets them only
    // before and after.
    private final class Delegate: NSObject, URLSessionDataDelegate, @unchecked Sendable {
      /// As many as libcurl is told to follow.
      private static let mostRedirections = 5

      let ended = DispatchSemaphore(value: 0)
      private(set) var status = 0
      private(set) var failure: HTTPError?
      private var reception: Reception?
      private var redirections = 0

      func begin(_ reception: Reception) {
        self.reception = reception
        (status, failure, redirections) = (0, nil, 0)
      }

      func urlSession(
        _ session: URLSession, dataTask: URLSessionDataTask, didReceive response: URLResponse,
        completionHandler: @escaping (URLSession.ResponseDisposition) -> Void
      ) {
        guard let response = response as? HTTPURLResponse else { return completionHandler(.cancel) }
        status = response.statusCode
        reception?.answer = HTTPAnswer(response)
        completionHandler(.allow)
      }

      func urlSession(
        _ session: URLSession, dataTask: URLSessionDataTask, didReceive data: Data
      ) {
        guard let reception else { return }
        data.withUnsafeBytes { bytes in
          guard reception.add(body: bytes.baseAddress, bytes.count, status: status) < bytes.count
          else { return }
          dataTask.cancel()
        }
      }

      func urlSession(
        _ session: URLSession, task: URLSessionTask,
        willPerformHTTPRedirection response: HTTPURLResponse, newRequest request: URLRequest,
        completionHandler: @escaping (URLRequest?) -> Void
      ) {
        redirections += 1
        let from = response.url?.scheme?.lowercased()
        let to = request.url?.scheme?.lowercased()
        guard redirections <= Self.mostRedirections, to == "https" || to == "http" && from == to
        else {
          failure = .hopeless(
            redirections > Self.mostRedirections
              ? "more than \(Self.mostRedirections) redirects" : "it redirects to another protocol")
          completionHandler(nil)
          return
        }
        completionHandler(request)
      }

      func urlSession(
        _ session: URLSession, task: URLSessionTask, didCompleteWithError error: (any Error)?
      ) {
        if failure == nil, let error { failure = HTTPError(error) }
        reception = nil
        ended.signal()
      }
    }
  }

  extension HTTPAnswer {
    fileprivate init(_ response: HTTPURLResponse) {
      self.init()
      status = response.statusCode
      for (name, value) in response.allHeaderFields { add(line: "\(name): \(value)") }
    }
  }

  extension HTTPError {
    /// Tells an error of the loading system by its number.
    fileprivate init(_ error: any Error) {
      let words = error.localizedDescription
      self =
        switch (error as? URLError)?.code {
        case .cannotFindHost, .cannotConnectToHost, .dnsLookupFailed, .notConnectedToInternet:
          .unreachable(words)
        case .unsupportedURL, .badURL, .httpTooManyRedirects, .redirectToNonExistentLocation,
          .secureConnectionFailed, .serverCertificateUntrusted, .serverCertificateHasBadDate,
          .serverCertificateHasUnknownRoot, .serverCertificateNotYetValid,
          .clientCertificateRejected, .clientCertificateRequired:
          .hopeless(words)
        default: .brokenOff(words)
        }
    }
  }
#endif
