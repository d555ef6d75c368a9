import ECGClassifier
import ECGTestSupport
import Foundation

/// The recipe in a file with this text.
func recipeDocument(
  _ text: String, _ settings: [(String, String)] = []
) throws -> RecipeDocument {
  try withTemporaryFolder { folder in
    let url = folder.appending(path: "mine.json")
    try Data(text.utf8).write(to: url)
    return try RecipeDocument(path: url.path, settings: settings.map { (field: $0, value: $1) })
  }
}
