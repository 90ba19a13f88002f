/// Examples of private messages and answers. They are not part of the project: where they are
/// missing the tests say that they were skipped.

#include "venue/tests/account_examples_more.hpp"

namespace nightjar::venue {
namespace {

using core::Decimal;

std::string shown(std::string_view value) { return value.empty() ? "-" : std::string{value}; }
std::string shown(const Decimal& value) {
    return core::format_decimal(value.mantissa, value.decimals);
}
std::string shown(const std::optional<Decimal>& value) { return value ? shown(*value) : "-"; }
std::string shown(const std::optional<core::Side>& side) {
    return side ? std::string{core::name(*side)} : "-";
}
std::string shown(FeeIn fee_in) {
    constexpr std::array<std::string_view, 4> names{"named", "base", "quote", "settle"};
    return std::string{names.at(static_cast<std::size_t>(fee_in))};
}

struct Shown {
    std::string operator()(const OrderSaid& order) const {
        return fmt::format("order {} {} {} {} {} {} {} {} {} fee {}", shown(order.symbol),
                           shown(order.client_id), shown(order.venue_id), shown(order.side),
                           core::name(order.state), shown(order.price), shown(order.qty),
                           shown(order.filled), shown(order.avg_price), shown(order.fee)) +
               (order.reason == core::OrderReason::None
                    ? ""
                    : fmt::format(": {}", core::name(order.reason)));
    }
    std::string operator()(const FillSaid& fill) const {
        return fmt::format(
            "fill {} {} {} {} {} {} fee {} {} {}", shown(fill.symbol), shown(fill.client_id),
            shown(fill.venue_id), core::name(fill.side), shown(fill.price), shown(fill.qty),
            shown(fill.fee),
            fill.fee_in == FeeIn::Named ? std::string{fill.fee_asset} : shown(fill.fee_in),
            core::name(fill.liquidity));
    }
    std::string operator()(const BalanceSaid& said) const {
        return fmt::format("balance {} {} {}", said.asset, shown(said.total), shown(said.free));
    }
    std::string operator()(const PositionSaid& said) const {
        return fmt::format("position {} {} {}", said.symbol, shown(said.qty),
                           shown(said.entry_price));
    }
    std::string operator()(const FundingSaid& said) const {
        return fmt::format("funding {} {} {}", said.symbol, shown(said.asset), shown(said.change));
    }
    std::string operator()(const FeesSaid& fees) const {
        return fmt::format("fees {} {} {}", shown(fees.symbol), shown(fees.maker),
                           shown(fees.taker));
    }
    std::string operator()(const TimeSaid& time) const {
        return "time " + core::format_time(time.at);
    }
    std::string operator()(const KeySaid& key) const {
        return fmt::format("key trade {} withdraw {}", key.trade.value_or(false),
                           key.withdraw.value_or(false));
    }
    std::string operator()(const FillsDue& due) const { return "due " + std::string{due.venue_id}; }
    std::string operator()(const FundingDue&) const { return "funding due"; }
    std::string operator()(const MarginTierSaid& tier) const {
        return fmt::format("tier {} {}", tier.symbol, shown(tier.up_to));
    }
    std::string operator()(const Ready&) const { return "ready"; }
    std::string operator()(const Pong&) const { return "pong"; }
    std::string operator()(const Refused& refused) const {
        return "refused " + std::string{refused.code};
    }
    std::string operator()(const Reconnect& reconnect) const {
        return "reconnect " + std::string{reconnect.why};
    }
    std::string operator()(const Lost&) const { return "lost"; }
};

std::string shown(std::span<const AccountEvent> events) {
    std::string lines;
    for (const auto& event : events) {
        if (!lines.empty()) lines += '\n';
        lines += std::visit(Shown{}, event);
    }
    return lines;
}

std::string shown(const OrderAnswer& answer) {
    constexpr std::array<std::string_view, 3> names{"ack", "reject", "unknown"};
    return fmt::format("{} {}", names.at(static_cast<std::size_t>(answer.outcome)),
                       shown(answer.venue_id));
}

struct AccountVectors : SharedVectors {
    static std::vector<std::string> names() {
        std::vector<std::string> found;
        const auto root = folder() / "nautilus";
        for (const auto* venue : {"binance", "bybit", "okx", "kraken", "coinbase"})
            for (const auto& entry : std::filesystem::recursive_directory_iterator{root / venue})
                if (entry.path().extension() == ".json")
                    found.push_back(std::filesystem::relative(entry.path(), root).string());
        return found;
    }
    static std::string read(const std::string& name, const Example& example) {
        auto body = example.wrapped;
        body.replace(body.find('%'), 1, file("nautilus/" + name));
        const auto codec = codec_of(example.place);
        if (std::holds_alternative<Streamed>(example.as)) {
            const auto stream = stream_of(example.place);
            const auto step = stream->on_text(body, test_time);
            return step ? shown(step->events) : "error: " + std::string{step.error().text()};
        }
        if (const auto* action = std::get_if<OrderAction>(&example.as))
            return shown(codec->decode_answer(*action, reply_of(body)));
        Question question;
        question.kind = std::get<Kind>(example.as);
        question.venue_id = "any";
        question.cursor = example.cursor;
        question.stop = example.stop;
        question.until = test_time;
        question.since = test_time;
        const auto page = codec->decode(question, reply_of(body));
        return page ? shown(page->events) : "error: " + std::string{page.error().text()};
    }
};

TEST_F(AccountVectors, AllSayWhatStandsInThem) {
    Examples known = binance_examples();
    known.merge(bybit_examples());
    known.merge(other_examples());
    std::size_t seen = 0;
    for (const auto& name : names()) {
        const auto example = known.find(name);
        if (example == known.end()) {
            EXPECT_TRUE(other_files().contains(name)) << name << " is not in the table";
            continue;
        }
        ++seen;
        EXPECT_EQ(read(name, example->second), example->second.says) << name;
    }
    EXPECT_EQ(seen, known.size());
}

}  // namespace
}  // namespace nightjar::venue
