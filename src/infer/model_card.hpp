#pragma once
/// What stands beside a model's file: what it is, what it was taught, and until when. A model that
/// a server has is a card alone.

#include "infer/endpoint.hpp"
#include "infer/language_model.hpp"
#include "infer/windows.hpp"

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace nightjar::infer {

/// One question that a model answers, and how it is put.
struct ModelTask {
    std::string name;                 ///< "patterns" or "direction"
    int encoding{};                   ///< candle_text_version that it was trained on
    std::size_t candles{};            ///< that it sees
    std::string before;               ///< what comes before the candles: the same in every prompt
    std::string after;                ///< and behind them
    std::vector<std::string> labels;  ///< what it may answer, as they follow the prompt
    Barriers barriers;                ///< what "direction" was taught to foresee
};

/// The file NAME.json beside the model.
struct ModelCard {
    std::string name;  ///< letters, digits, "-", "_" and "."; that of the file
    ModelFamily family{};
    std::filesystem::path file;  ///< the GGUF that the card is of: the adapter of a LLaMA with LoRA
    std::string quant;           ///< as in "Q8_0"
    std::string sha256;          ///< of the file, hex; of an endpoint: of the card itself
    std::string cutoff;          ///< last day of what it was trained on, "2022-05-31"
    std::string base;            ///< what it was made from
    /// What `nightjar model pull` fetches: the base's GGUF, of an adapter, or of a card that names
    /// no file, and so is of the base by itself. Else empty.
    std::filesystem::path weights;
    std::string weights_sha256;
    std::optional<Endpoint> endpoint;  ///< of the family endpoint; it has no file and no weights
    std::vector<ModelTask> tasks;

    [[nodiscard]] bool has_adapter() const { return !weights.empty() && weights != file; }
    /// What the runtime loads. Not of an endpoint.
    [[nodiscard]] ModelFiles files() const;
    /// Null: it was not taught that.
    [[nodiscard]] const ModelTask* task(std::string_view wanted) const;
};

/// Errors: BadCard, with the file and what is wrong in it. `cache`: where the weights of bases lie.
core::Result<ModelCard> read_card(const std::filesystem::path& card,
                                  const std::filesystem::path& cache);

/// The cards of a folder by name; none where it is missing. What cannot be read is told to `wrong`,
/// and the others stay.
std::vector<ModelCard> read_cards(const std::filesystem::path& folder,
                                  const std::filesystem::path& cache,
                                  const std::function<void(const core::Error&)>& wrong);

/// Loads what the card names, after its files have been hashed: another file than the card's is
/// BadModel, and so is an endpoint.
core::Result<std::unique_ptr<LanguageModel>> open_model(const ModelCard& card, int threads);

}  // namespace nightjar::infer
