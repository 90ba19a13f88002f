#include "data/archive.hpp"

#include "data/errc.hpp"

#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <chrono>

namespace nightjar::data {

using core::fail;

namespace {

namespace chr = std::chrono;

chr::sys_days day_of(core::Time at) {
    return chr::floor<chr::days>(chr::sys_time<chr::nanoseconds>{chr::nanoseconds{at.ns}});
}

std::string month_text(chr::year_month month) {
    return fmt::format("{:04}-{:02}", static_cast<int>(month.year()),
                       static_cast<unsigned>(month.month()));
}

std::string day_text(chr::sys_days day) {
    const chr::year_month_day date{day};
    return fmt::format("{}-{:02}", month_text({date.year(), date.month()}),
                       static_cast<unsigned>(date.day()));
}

std::string_view word(ArchiveWish::Kind kind) {
    switch (kind) {
        case ArchiveWish::Kind::Bars: return "klines";
        case ArchiveWish::Kind::AggregateTrades: return "aggTrades";
        case ArchiveWish::Kind::Trades: return "trades";
        case ArchiveWish::Kind::Funding: break;
    }
    return "fundingRate";
}

/// `span`: "daily" or "monthly".
ArchiveFile file_of(const ArchiveWish& wish, std::string_view span, std::string_view date) {
    const bool bars = wish.kind == ArchiveWish::Kind::Bars;
    return {fmt::format("/data/{}/{}/{}/{}/{}", wish.futures ? "futures/um" : "spot", span,
                        word(wish.kind), wish.symbol, bars ? wish.interval + "/" : ""),
            fmt::format("{}-{}-{}.zip", wish.symbol,
                        bars ? wish.interval : std::string{word(wish.kind)}, date)};
}

core::Status check(const ArchiveWish& wish) {
    constexpr std::array intervals{"1s", "1m", "3m", "5m", "15m", "30m", "1h",
                                   "2h", "4h", "6h", "8h", "12h", "1d"};
    const bool plain = !wish.symbol.empty() && std::ranges::all_of(wish.symbol, [](char c) {
        return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
    });
    if (!plain)
        return fail(Errc::BadWish, "{:.40}: a symbol of the archive is as BTCUSDT", wish.symbol);
    if (wish.kind == ArchiveWish::Kind::Bars &&
        std::ranges::find(intervals, wish.interval) == intervals.end())
        return fail(Errc::BadWish, "{:.20}: the archive has bars of {}", wish.interval,
                    fmt::join(intervals, ", "));
    if (wish.kind == ArchiveWish::Kind::Funding && !wish.futures)
        return fail(Errc::BadWish, "funding is of futures: spot has none");
    return {};
}

}  // namespace

core::Result<std::vector<ArchivePart>> archive_parts(const ArchiveWish& wish, core::Time now) {
    NJ_TRY(check(wish));
    const auto today = day_of(now);
    auto day = day_of(wish.from);
    const auto until = std::min(day_of(wish.until), today);
    if (day >= until)
        return fail(Errc::BadWish, "no day from {} that is over: the archive has whole days",
                    day_text(day));
    std::vector<ArchivePart> parts;
    while (day < until) {
        const chr::year_month_day date{day};
        const chr::year_month month{date.year(), date.month()};
        const chr::sys_days next{(month + chr::months{1}) / 1};
        const bool whole = date.day() == chr::day{1} && next <= until;
        ArchivePart part;
        const auto end = std::min(next, until);
        if (wish.kind != ArchiveWish::Kind::Funding)
            for (auto each = day; each < end; each += chr::days{1})
                part.days.push_back(file_of(wish, "daily", day_text(each)));
        if (whole || wish.kind == ArchiveWish::Kind::Funding) {
            part.file = file_of(wish, "monthly", month_text(month));
            parts.push_back(std::move(part));
        } else {
            for (auto& each : part.days) parts.push_back({std::move(each), {}});
        }
        day = end;
    }
    return parts;
}

}  // namespace nightjar::data
