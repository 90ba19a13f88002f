#pragma once
/// What a model is asked, in a form that the engine's thread can hand over without allocating.

#include "core/model/event.hpp"
#include "infer/language_model.hpp"

#include <array>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace nightjar::infer {

/// What `LanguageModel::score` does, or whoever plays it.
using Scorer = std::function<core::Result<std::vector<double>>(
    const Prompt&, std::span<const std::string>, const std::function<bool()>& give_up)>;
/// Makes one on the thread that will use it: loading takes a while, and may fail.
using ScorerMaker = std::function<core::Result<Scorer>()>;

/// What stays the same from question to question.
struct Subject {
    std::string id;      ///< of a task, or of a template with its version
    std::string sha256;  ///< of the template, hex; empty: of a model's card
    std::string prefix;
    std::vector<std::string> labels;  ///< as they follow the prompt, 16 at most
    double temperature{1};
};

/// Text of a bounded length.
class Text {
public:
    static constexpr std::size_t room = 1'000;
    /// False, and nothing changed, where it does not fit.
    [[nodiscard]] bool set(std::string_view text) {
        if (text.size() > room) return false;
        std::copy(text.begin(), text.end(), letters_.begin());
        size_ = static_cast<std::uint16_t>(text.size());
        return true;
    }
    [[nodiscard]] std::string_view view() const { return {letters_.data(), size_}; }

private:
    std::array<char, room> letters_{};
    std::uint16_t size_{};
};

struct Question {
    static constexpr std::size_t most_forms = 3;
    static constexpr std::size_t most_options = 16;

    /// One way to put it: the label of place i stands for the option `options[i]`.
    struct Form {
        Text rest;
        std::array<std::uint8_t, most_options> options{};
    };

    core::SignalId seat;
    const Subject* subject{};  ///< outlives all that is asked
    core::Time asked;          ///< the close of the bar that it is about
    core::Time deadline;       ///< an answer after it is none
    core::Duration horizon;    ///< of the opinion
    std::uint8_t regime{};
    std::uint8_t forms{1};
    std::array<Form, most_forms> form{};
    std::array<float, most_options>
        leans{};  ///< of each option, [-1, 1]: what it says of the price
};

/// Where questions go. Engine thread; never waits.
class Desk {
public:
    virtual ~Desk() = default;
    /// False: it is not taken, and no answer will come.
    [[nodiscard]] virtual bool ask(const Question& question) = 0;
};

}  // namespace nightjar::infer
