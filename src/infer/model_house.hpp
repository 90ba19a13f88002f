#pragma once
/// All models of a session, and who asks them.

#include "core/base/registry.hpp"
#include "infer/model_card.hpp"
#include "infer/worker.hpp"

#include <deque>
#include <map>
#include <set>

namespace nightjar::infer {

/// A model that may be asked.
struct ModelSource {
    std::string name;
    std::string sha256;  ///< as the card says, hex
    std::vector<ModelTask> tasks;
    ScorerMaker make;
};

/// Loads the card's model on the thread that will use it, with one thread to compute; where it is
/// an endpoint it is reached by `reach` instead.
ModelSource source_of(const ModelCard& card, const Reach& reach);

/// How questions are answered.
enum class AnswerMode : std::uint8_t {
    Live,       ///< by a worker for each model
    OnTheSpot,  ///< at once, stamped with a delay: in backtests
    Recorded,   ///< not at all: the answers are among the inputs
};

/// Made before the engine, and outlives it. Engine thread, but for the workers inside. A model that
/// is missing or damaged is noted, and says nothing; a name that is not known is an error.
class ModelHouse {
public:
    struct Settings {
        AnswerMode mode{};
        const core::Clock* clock{};                 ///< of deadlines; in live mode
        core::Duration delay{core::seconds(1)};     ///< on the spot: how late answers are
        core::Duration deadline{core::seconds(3)};  ///< live: after the close of the bar
        /// Told what went wrong, in words; by any thread.
        std::function<void(const std::string&)> note{[](const std::string&) {}};
    };

    /// Book and mailbox outlive it; where answers are recorded ones no book is needed.
    ModelHouse(std::vector<ModelSource> models, AnswerBook* book, core::Mailbox& mailbox,
               Settings settings);

    /// Error: UnknownName, with the nearest one.
    [[nodiscard]] core::Result<const ModelSource*> find(std::string_view model) const;
    /// Where its questions go; made with the first who asks for it.
    [[nodiscard]] Desk& desk(const ModelSource& model);
    /// Keeps it as long as questions may name it.
    [[nodiscard]] const Subject& keep(Subject subject);
    /// The lowest that is free, so that the same configuration has the same seats.
    [[nodiscard]] core::SignalId take_seat();
    void leave_seat(core::SignalId seat) { seats_.erase(seat.value); }
    [[nodiscard]] const Settings& settings() const { return settings_; }

private:
    std::vector<ModelSource> models_;
    AnswerBook* book_;
    core::Mailbox* mailbox_;
    Settings settings_;
    std::deque<Subject> subjects_;
    std::set<std::uint16_t> seats_;
    std::map<std::string, std::unique_ptr<Desk>, std::less<>> desks_;
};

/// Registers the signals that ask models: "model" and "decision". The house outlives what they
/// make; `prompts`: the folder of templates.
void register_signals(core::Registries& registries, ModelHouse& house,
                      const std::filesystem::path& prompts);

}  // namespace nightjar::infer
