#pragma once
/// The language models of this machine, and what an engine that asks them is given.

#include "app/plan.hpp"
#include "app/wiring.hpp"
#include "engine/live_clock.hpp"
#include "infer/model_house.hpp"
#include "venue/key_ring.hpp"

#include <filesystem>
#include <functional>
#include <string>
#include <vector>

namespace nightjar::app {

/// Those of a person (`models/` of the data folder) come first, then those that the program has
/// brought along; of two with one name the first. What cannot be read is told to `wrong`.
std::vector<infer::ModelCard> model_cards(
    const std::filesystem::path& data_root,
    const std::function<void(const core::Error&)>& wrong = [](const core::Error&) {});

/// The answers of backtests, in the data folder; in memory, while another process has them open.
core::Result<std::unique_ptr<infer::AnswerBook>> backtest_answers(
    const std::filesystem::path& data_root);

/// How models that servers have are reached: with keys out of `keys`, or, where it is null, out of
/// the key file, which is read - and its passphrase asked for - when one is first needed. `clock`
/// outlives what is made with it. Before there are other threads.
infer::Reach reach(const core::Clock& clock, const std::filesystem::path& data_root,
                   std::shared_ptr<const venue::KeyRing> keys = nullptr);

/// Of the models that the plan asks, the names of the keys that their servers want.
std::vector<std::string> keys_of_models(const Plan& plan,
                                        const std::vector<infer::ModelCard>& cards);

/// What one engine needs of models. It outlives the registries, and whatever is made from them.
class Models {
public:
    /// Nobody is asked: the answers are among what was recorded.
    explicit Models(const std::filesystem::path& data_root);
    /// The book outlives it. `keys`: as of `reach`.
    Models(const std::filesystem::path& data_root, infer::AnswerBook& book,
           infer::ModelHouse::Settings settings,
           std::shared_ptr<const venue::KeyRing> keys = nullptr);

    /// All built-in parts, with the signals that ask models.
    [[nodiscard]] core::Registries parts();
    /// What they have answered.
    [[nodiscard]] core::Mailbox& opinions() { return mailbox_; }
    [[nodiscard]] const std::vector<infer::ModelCard>& cards() const { return cards_; }

private:
    std::vector<infer::ModelCard> cards_;
    std::filesystem::path prompts_;
    engine::LiveClock clock_;  // of connections alone
    core::Mailbox mailbox_;
    infer::ModelHouse house_;
};

/// Whether a signal is a language model.
bool asks_model(const strategy::SignalChoice& signal);

/// Of each model that the plan asks, how much of a backtest over `series` lies in what it was
/// taught with.
std::vector<std::string> contamination(const Plan& plan, const std::vector<Series>& series,
                                       const std::vector<infer::ModelCard>& cards);

}  // namespace nightjar::app
