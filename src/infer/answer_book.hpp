#pragma once
/// All that models have answered, on disk: what was asked once is not computed again, and what was
/// decided can be decided again without the model.

#include "core/base/result.hpp"
#include "store/file.hpp"

#include <filesystem>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

namespace nightjar::infer {

struct BookedAnswer {
    std::string model;    ///< SHA-256 of its file, hex
    std::string subject;  ///< task, or template with version
    std::string sha256;   ///< of the template, hex; may be empty
    std::string prompt;   ///< as the model read it
    std::vector<std::string> labels;
    std::vector<double> log_probabilities;  ///< of the labels
    std::string regime;
    std::int64_t asked_ns{};  ///< the close of the bar
};

/// What an answer depends on, as SHA-256 in hex: model, prompt and labels.
std::string answer_key(const std::string& model, std::string_view prompt,
                       std::span<const std::string> labels);

/// A line of JSON for each answer, in the order in which they came; each ends with the SHA-256 of
/// the line before it and its own content, so that nothing can be changed or taken out unseen. Any
/// thread.
class AnswerBook {
public:
    /// An empty path: kept in memory only. A last line that a crash has torn is cut off. Errors:
    /// BadBook, with the line, where one does not fit the one before; another process has it open.
    static core::Result<std::unique_ptr<AnswerBook>> open(const std::filesystem::path& path);

    [[nodiscard]] std::optional<std::vector<double>> find(const std::string& key) const;
    /// What is there already is left as it is. An error leaves it in memory.
    core::Status add(const BookedAnswer& answer);
    [[nodiscard]] std::size_t size() const;
    /// Of the last line.
    [[nodiscard]] std::string head() const;

private:
    AnswerBook() = default;
    core::Status read(const std::filesystem::path& path);
    [[nodiscard]] core::Status read_line(std::string_view line, std::size_t number);

    mutable std::mutex mutex_;
    std::map<std::string, std::vector<double>, std::less<>> answers_;
    std::string head_;
    std::optional<store::File> file_;
    std::uint64_t end_{};
};

}  // namespace nightjar::infer
