#include "data/tape_survey.hpp"

#include "data/errc.hpp"
#include "data/message_merge.hpp"
#include "data/tape_check.hpp"

#include <algorithm>

namespace nightjar::data {

namespace {

using core::Status;

class Surveyor {
public:
    Status see(const RecordedMessage& recorded) {
        ++found.messages;
        const auto& message = recorded.message;
        if (!message.symbol.empty() && found.symbol.empty()) found.symbol = message.symbol;
        if (!message.symbol.empty() && found.symbol != message.symbol)
            return core::fail(Errc::MixedContent,
                              "symbol: {:.24}: the recording began with {:.24}: a tape holds one "
                              "market",
                              message.symbol, found.symbol);
        for (const auto& time : {recorded.received, time_of(message)})
            if (time && !is_usual_time(*time))
                return core::fail(Errc::BadRow, "time: {}: not between 1970 and 2100: correct it",
                                  core::format_time(*time));
        // A snapshot that somebody asked for may be kept without a time.
        const bool snapshot = std::holds_alternative<venue::DepthSnapshot>(message.body);
        if (recorded.received)
            received = true;
        else if (!snapshot)
            unreceived = true;
        if (received && unreceived)
            return core::fail(Errc::MixedContent,
                              "time of receipt: here, but not everywhere: import such files apart");
        return std::visit([this](const auto& body) { return count(body); }, message.body);
    }

    TapeSurvey found;
    bool received{};
    bool unreceived{};
    bool chained{};  ///< updates name the one before

private:
    Status number(core::Decimal price, core::Decimal qty) {
        if (price.mantissa <= 0) return bad("price", price, "not above 0");
        if (qty.mantissa < 0) return bad("quantity", qty, "below 0");
        auto& plan = found.plan;
        plan.price_decimals = std::max(plan.price_decimals, price.decimals);
        plan.qty_decimals = std::max(plan.qty_decimals, qty.decimals);
        return {};
    }
    static Status bad(std::string_view field, core::Decimal value, std::string_view complaint) {
        return core::fail(Errc::BadRow, "{}: {}: {}: correct or remove it", field,
                          core::format_decimal(value.mantissa, value.decimals), complaint);
    }
    Status levels(std::span<const venue::PublicLevel> all) {
        for (const auto& level : all) NJ_TRY(number(level.price, level.qty));
        return {};
    }

    Status count(const venue::OtherMessage&) {
        ++found.others;
        return {};
    }
    Status count(const venue::PublicTrade& trade) {
        ++found.trades;
        return number(trade.price, trade.qty);
    }
    Status count(const venue::DepthUpdate& update) {
        ++found.updates;
        chained |= update.previous_id.has_value();
        return levels(update.levels);
    }
    Status count(const venue::DepthSnapshot& snapshot) {
        ++found.snapshots;
        return levels(snapshot.levels);
    }
    Status count(const venue::TopOfBook& top) {
        if (!has_both_sides(top)) {
            ++found.others;
            return {};
        }
        ++found.tops;
        NJ_TRY(number(top.bid.price, top.bid.qty));
        return number(top.ask.price, top.ask.qty);
    }
    Status count(const venue::MarkPrice& mark) {
        ++found.marks;
        return number(mark.price, {});
    }
    Status count(const venue::FundingRate& funding) {
        ++found.fundings;
        return funding.mark ? number(*funding.mark, {}) : Status{};
    }
};

}  // namespace

core::Result<TapeSurvey> survey(std::span<const Recording> files) {
    using Rule = venue::binance::DepthSequence::Rule;
    MessageMerge messages{files};
    Surveyor surveyor;
    for (;;) {
        NJ_TRY(message, messages.next());
        if (message == nullptr) break;
        if (const auto seen = surveyor.see(*message); !seen) return messages.located(seen.error());
    }
    auto& found = surveyor.found;
    auto& plan = found.plan;
    plan.received = surveyor.received;
    plan.book = found.snapshots > 0 && found.updates > 0;
    plan.rule = surveyor.chained ? Rule::Futures : Rule::Spot;
    if (!std::ranges::all_of(files, &Recording::numbers_chain)) plan.rule = Rule::Ordered;
    const bool quotes = !plan.book && found.tops > 0;
    const bool settled = found.marks > 0 || found.fundings > 0;
    if (found.trades == 0 && !settled && !plan.book && !quotes)
        return core::fail(Errc::Empty, "{}: no trades, no best prices, and no book with a snapshot",
                          files.front().name());
    return std::move(found);
}

}  // namespace nightjar::data
