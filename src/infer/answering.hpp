#pragma once
/// From a question to an opinion, out of the book or out of the model.

#include "infer/answer_book.hpp"
#include "infer/question.hpp"

#include <memory>

namespace nightjar::infer {

/// One thread. The model is made when it is first needed: where all answers are in the book it
/// never is.
class Answering {
public:
    /// `model`: SHA-256 of its file, hex. The book outlives this.
    Answering(std::string model, ScorerMaker make, AnswerBook& book)
        : model_{std::move(model)}, make_{std::move(make)}, book_{&book} {}

    /// Makes the model now. An error stays: every question that the book does not know gets it.
    core::Status load();
    /// The mean over the forms of p ~ e^(log-probability / temperature); score = sum of p times the
    /// option's lean; probability = (1 + score) / 2, not calibrated. The opinion is valid from
    /// `asked` for its horizon; for a horizon of 0 where the likeliest option is below 0.45 or
    /// within 0.10 of the next, or the forms are more than 0.25 apart.
    core::Result<core::OpinionReady> answer(const Question& question,
                                            const std::function<bool()>& give_up);
    [[nodiscard]] std::uint64_t computed() const { return computed_; }

private:
    core::Result<std::vector<double>> ask(const Question& question, std::string_view rest,
                                          const std::string& key,
                                          const std::function<bool()>& give_up);

    std::string model_;
    ScorerMaker make_;
    AnswerBook* book_;
    std::optional<core::Result<Scorer>> scorer_;
    std::uint64_t computed_{};
};

/// The answer of who cannot: no answers, score 0, a horizon of 0.
core::OpinionReady no_answer(const Question& question);

}  // namespace nightjar::infer
