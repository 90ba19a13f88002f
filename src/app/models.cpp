#include "app/models.hpp"

#include "app/errc.hpp"
#include "app/passphrase.hpp"
#include "app/transport.hpp"
#include "store/errc.hpp"
#include "store/file.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <set>

namespace nightjar::app {

namespace fs = std::filesystem;
using core::Result;

namespace {

std::vector<infer::ModelSource> sources(const std::vector<infer::ModelCard>& cards,
                                        const infer::Reach& reach) {
    std::vector<infer::ModelSource> all;
    for (const auto& card : cards) all.push_back(infer::source_of(card, reach));
    return all;
}

/// A person's own templates, or those of the program.
fs::path prompts(const fs::path& data_root) {
    const auto own = data_root / "prompts";
    return fs::is_directory(own) ? own : fs::path{NIGHTJAR_SHARE} / "prompts";
}

/// By name.
std::set<std::string> models_asked(const Plan& plan) {
    std::set<std::string> asked;
    for (const auto& strategy : plan.strategies)
        for (const auto& signal : strategy.signals)
            if (const auto name = signal.params.find("name");
                asks_model(signal) && name != signal.params.end())
                asked.insert(name->second);
    return asked;
}

Result<net::Secret> secret_of(const venue::KeyRing& keys, std::string_view name,
                              const net::Url& server) {
    const auto* key = keys.find(name);
    // Who wrote the key itself where its name belongs must not find it in a log.
    if (key == nullptr)
        return core::fail(Errc::BadCall,
                          "the key that its card names is not stored: `nightjar keys list` shows "
                          "all");
    NJ_TRY(key->may_go_to(server));
    return net::Secret{std::string{key->credentials.secret.reveal()}};
}

/// First and last moment of a backtest.
struct Span {
    core::Time first;
    core::Time last;
};

Span span_of(const Plan& plan, const std::vector<Series>& series) {
    Span span{core::Time{std::numeric_limits<std::int64_t>::max()}, {}};
    for (const auto& each : series) {
        if (each.tape == nullptr && each.bars.size() == 0) continue;
        const auto first = each.tape != nullptr ? each.tape->info().first
                                                : core::Time{each.bars.open_time_ns.front()};
        const auto last = each.tape != nullptr ? each.tape->info().last
                                               : core::Time{each.bars.open_time_ns.back()};
        span = {std::min(span.first, first), std::max(span.last, last)};
    }
    if (plan.from) span.first = std::max(span.first, *plan.from);
    if (plan.to) span.last = std::min(span.last, *plan.to);
    return span;
}

}  // namespace

std::vector<infer::ModelCard> model_cards(const fs::path& data_root,
                                          const std::function<void(const core::Error&)>& wrong) {
    std::vector<infer::ModelCard> cards;
    for (const auto& folder : {data_root / "models", fs::path{NIGHTJAR_SHARE} / "models"})
        for (auto& card : infer::read_cards(folder, data_root / "models", wrong))
            if (std::ranges::find(cards, card.name, &infer::ModelCard::name) == cards.end())
                cards.push_back(std::move(card));
    return cards;
}

Result<std::unique_ptr<infer::AnswerBook>> backtest_answers(const fs::path& data_root) {
    NJ_TRY(store::make_directory(data_root));
    const auto path = data_root / "answers.jsonl";
    auto book = infer::AnswerBook::open(path);
    if (!book && book.error().code == store::Errc::Locked) return infer::AnswerBook::open({});
    return book;
}

infer::Reach reach(const core::Clock& clock, const fs::path& data_root,
                   std::shared_ptr<const venue::KeyRing> keys) {
    return {&clock, way_out(),
            [data_root, keys = std::move(keys)](const std::string& name,
                                                const net::Url& server) -> Result<net::Secret> {
                if (keys) return secret_of(*keys, name, server);
                NJ_TRY(read, load_keys(key_file(data_root)));
                return secret_of(read, name, server);
            }};
}

std::vector<std::string> keys_of_models(const Plan& plan,
                                        const std::vector<infer::ModelCard>& cards) {
    const auto asked = models_asked(plan);
    std::vector<std::string> keys;
    for (const auto& card : cards)
        if (asked.contains(card.name) && card.endpoint && !card.endpoint->key.empty())
            keys.push_back(card.endpoint->key);
    return keys;
}

Models::Models(const fs::path& data_root)
    : cards_{model_cards(data_root)},
      prompts_{prompts(data_root)},
      house_{sources(cards_, {}), nullptr, mailbox_, {infer::AnswerMode::Recorded}} {}

Models::Models(const fs::path& data_root, infer::AnswerBook& book,
               infer::ModelHouse::Settings settings, std::shared_ptr<const venue::KeyRing> keys)
    : cards_{model_cards(
          data_root, [&](const core::Error& wrong) { settings.note(std::string{wrong.text()}); })},
      prompts_{prompts(data_root)},
      house_{sources(cards_, reach(clock_, data_root, std::move(keys))), &book, mailbox_,
             std::move(settings)} {}

core::Registries Models::parts() {
    auto registries = builtins();
    infer::register_signals(registries, house_, prompts_);
    return registries;
}

bool asks_model(const strategy::SignalChoice& signal) {
    return signal.kind == "model" || signal.kind == "decision";
}

std::vector<std::string> contamination(const Plan& plan, const std::vector<Series>& series,
                                       const std::vector<infer::ModelCard>& cards) {
    const auto asked = models_asked(plan);
    const auto span = span_of(plan, series);
    if (span.first > span.last) return {};
    std::vector<std::string> lines;
    for (const auto& card : cards) {
        if (!asked.contains(card.name)) continue;
        const auto cutoff = core::parse_time(card.cutoff);
        if (!cutoff) continue;
        const auto known = *cutoff + core::days(1);  // the cut-off is the last day that it has seen
        const auto part =
            static_cast<double>((std::clamp(known, span.first, span.last) - span.first).ns) /
            static_cast<double>(std::max<std::int64_t>(1, (span.last - span.first).ns));
        constexpr double percent = 100;
        lines.push_back(
            part > 0 ? fmt::format("CONTAMINATED: {} was taught with data until {}; {:.0f} % of "
                                   "this backtest lies before, where it may know what comes",
                                   card.name, card.cutoff, percent * part)
                     : fmt::format("{} was taught with data until {}: all of this comes later",
                                   card.name, card.cutoff));
    }
    return lines;
}

}  // namespace nightjar::app
