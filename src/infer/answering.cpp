#include "infer/answering.hpp"

#include "infer/errc.hpp"
#include "infer/evaluation.hpp"
#include "signal/regime.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace nightjar::infer {

using core::Result;
using core::Status;

namespace {

/// The first 8 bytes of a hash in hex.
std::uint64_t head_of(std::string_view hex) {
    constexpr std::size_t digits = 16;
    constexpr std::uint64_t base = 16;
    std::uint64_t value = 0;
    for (const char c : hex.substr(0, digits))
        value = value * base + static_cast<std::uint64_t>(c <= '9' ? c - '0' : c - 'a' + 10);
    return value;
}

std::vector<double> tempered(std::span<const double> scores, double temperature) {
    std::vector<double> parts(scores.begin(), scores.end());
    const double most = *std::ranges::max_element(parts);
    for (auto& part : parts) part = std::exp((part - most) / temperature);
    const double sum = std::accumulate(parts.begin(), parts.end(), 0.0);
    for (auto& part : parts) part /= sum;
    return parts;
}

struct Mean {
    std::array<double, Question::most_options> sum{};
    std::array<double, Question::most_options> least{};
    std::array<double, Question::most_options> most{};
};

}  // namespace

core::OpinionReady no_answer(const Question& question) {
    core::OpinionReady ready{question.seat, {}};
    ready.opinion.valid_until = question.asked;
    ready.opinion.probability = 0.5;
    ready.evidence.regime = question.regime;
    return ready;
}

Status Answering::load() {
    if (!scorer_) scorer_.emplace(make_());
    if (!*scorer_) return std::unexpected{scorer_->error()};
    return {};
}

Result<std::vector<double>> Answering::ask(const Question& question, std::string_view rest,
                                           const std::string& key,
                                           const std::function<bool()>& give_up) {
    const auto& subject = *question.subject;
    if (auto known = book_->find(key)) return *known;
    NJ_TRY(load());
    NJ_TRY(scores, (**scorer_)({subject.prefix, rest}, subject.labels, give_up));
    if (scores.size() != subject.labels.size())
        return core::fail(Errc::Failed, "{} answers to {} labels", scores.size(),
                          subject.labels.size());
    ++computed_;
    BookedAnswer booked{model_,
                        subject.id,
                        subject.sha256,
                        subject.prefix,
                        subject.labels,
                        scores,
                        std::string{signal::name(static_cast<signal::Regime>(question.regime))},
                        question.asked.ns};
    booked.prompt += rest;
    NJ_TRY(book_->add(booked));
    return scores;
}

Result<core::OpinionReady> Answering::answer(const Question& question,
                                             const std::function<bool()>& give_up) {
    const auto& labels = question.subject->labels;
    NJ_CHECK(!labels.empty() && labels.size() <= Question::most_options && question.forms > 0 &&
                 question.forms <= Question::most_forms,
             "{} labels, {} forms", labels.size(), question.forms);
    Mean mean;
    mean.least.fill(1);
    std::string keys;
    for (std::size_t f = 0; f < question.forms; ++f) {
        const auto& form = question.form[f];
        const auto key =
            answer_key(model_, question.subject->prefix + std::string{form.rest.view()}, labels);
        keys += key;
        NJ_TRY(scores, ask(question, form.rest.view(), key, give_up));
        const auto parts = tempered(scores, question.subject->temperature);
        for (std::size_t i = 0; i < parts.size(); ++i) {
            const auto option = form.options[i];
            mean.sum[option] += parts[i] / question.forms;
            mean.least[option] = std::min(mean.least[option], parts[i]);
            mean.most[option] = std::max(mean.most[option], parts[i]);
        }
    }
    auto ready = no_answer(question);
    auto& evidence = ready.evidence;
    evidence.model = head_of(model_);
    evidence.prompt = head_of(question.forms == 1 ? keys : answer_key(model_, keys, {}));
    evidence.answers =
        static_cast<std::uint8_t>(std::min(labels.size(), core::Evidence::most_answers));
    double score = 0;
    double apart = 0;
    for (std::size_t i = 0; i < labels.size(); ++i) {
        score += mean.sum[i] * static_cast<double>(question.leans[i]);
        apart = std::max(apart, mean.most[i] - mean.least[i]);
        if (i < core::Evidence::most_answers)
            evidence.log_probabilities[i] =
                static_cast<float>(std::log(std::max(mean.sum[i], 1e-30)));
    }
    constexpr double percent = 100;
    evidence.disagreement = static_cast<std::uint8_t>(std::lround(percent * apart));
    ready.opinion.score = std::clamp(score, -1.0, 1.0);
    ready.opinion.probability = (1 + ready.opinion.score) / 2;
    constexpr double too_far_apart = 0.25;
    const bool unsure = abstains(std::span{mean.sum}.first(labels.size())) || apart > too_far_apart;
    if (unsure) return ready;
    ready.opinion.horizon = question.horizon;
    ready.opinion.valid_until = question.asked + question.horizon;
    return ready;
}

}  // namespace nightjar::infer
