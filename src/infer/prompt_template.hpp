#pragma once
/// What a deciding model is told, by regime: files that say what they are, and that cannot be
/// changed unseen.

#include "core/base/result.hpp"
#include "core/base/time.hpp"
#include "signal/regime.hpp"

#include <array>
#include <filesystem>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace nightjar::infer {

/// What a model may be for. None of it is an order: it is a vote.
enum class Action : std::uint8_t { Hold, Reduce, Close, Buy, Sell };
constexpr std::size_t actions = 5;
std::string_view name(Action action);  ///< "hold", "reduce", "close", "buy", "sell"

/// All that a prompt can tell of: whole numbers and names from lists, made from our own readings.
/// No text from outside has a way in.
struct Facts {
    signal::Regime regime{};
    int volatility{};  ///< percentile, 0 to 100
    int depth{-1};     ///< percentile; -1: no book
    int efficiency{};  ///< percent
    int slope{};       ///< t-statistic, cut at 99
    int change{};      ///< of the close over a day, in basis points, cut at 9999
    int colour{};      ///< of the last bar: -1, 0, 1
};

/// A file of JSON: id, version (three numbers), regime, actions, max_size (0 to 4), horizon ("4h"),
/// text, sha256 of all that. In the text {regime} {volatility} {depth} {efficiency} {slope}
/// {change} {colour} stand for facts and {options} for the actions, one in a line.
struct PromptTemplate {
    std::string id;
    std::string version;
    signal::Regime regime{};
    std::vector<Action> allowed;  ///< in a crisis: hold, reduce and close at most
    int max_size{};
    core::Duration horizon;
    std::string text;
    std::string sha256;

    /// What comes before the first fact: the same in every prompt.
    [[nodiscard]] std::string_view prefix() const;
    /// The rest. `order`: the option at each letter, a permutation of the allowed actions' places.
    [[nodiscard]] std::string render(const Facts& facts, std::span<const std::uint8_t> order) const;
    /// Of what the file says, hex: what `sha256` must be.
    [[nodiscard]] std::string hash() const;
    /// " A", " B" and so on, one for each allowed action.
    [[nodiscard]] std::vector<std::string> letters() const;
};

/// Error: BadPrompt, with the file and what is wrong with it.
core::Result<PromptTemplate> read_template(const std::filesystem::path& file);
/// One for each regime that the folder's *.json speak of. Errors: BadPrompt; two for one regime, or
/// a regime without one, are wrong too.
core::Result<std::array<PromptTemplate, signal::regimes>> read_templates(
    const std::filesystem::path& folder);

}  // namespace nightjar::infer
