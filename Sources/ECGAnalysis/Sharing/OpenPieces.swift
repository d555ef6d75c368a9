import Synchronization

/// The pieces of work that are not known to be done, in the order in which they are to be begun.
///
/// To find the next one takes no longer where there are many, also where the first of them is
/// at work for long and all others are done meanwhile. A class, since the workers of a
/// process share it.
package final class OpenPieces: Sendable {
  private struct State {
    /// For each place, itself while its piece is open; else a later place to look on from.
    /// One more ends them.
    var next: [Int]
    var count: Int
  }

  private let pieces: [Int]
  private let state: Mutex<State>

  /// Begins with all of them.
  package init(_ pieces: [Int]) {
    self.pieces = pieces
    state = Mutex(State(next: Array(0...pieces.count), count: pieces.count))
  }

  /// How many there are.
  package var count: Int { state.withLock(\.count) }

  /// The first open piece at a place, counted from 0, or after it; nil where there is none.
  package func first(from place: Int) -> (place: Int, piece: Int)? {
    let found = state.withLock { state in
      var place = place
      while state.next[place] != place {
        // The next search takes a shorter way.
        state.next[place] = state.next[state.next[place]]
        place = state.next[place]
      }
      return place
    }
    return found < pieces.count ? (found, pieces[found]) : nil
  }

  /// Takes out the piece at a place, which is done.
  package func close(_ place: Int) {
    state.withLock { state in
      guard state.next[place] == place else { return }
      state.next[place] = place + 1
      state.count -= 1
    }
  }
}
