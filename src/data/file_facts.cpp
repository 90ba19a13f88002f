#include "data/file_facts.hpp"

#include "data/errc.hpp"

#include <algorithm>
#include <array>
#include <cctype>

namespace nightjar::data {

namespace {

using core::Result;
using core::Time;

bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// How long a date is that `text` begins with: yyyymmdd, yyyy-mm-dd or yyyy-mm; else 0.
std::size_t date_size(std::string_view text) {
    for (const std::string_view form : {"dddd-dd-dd", "dddd-dd", "dddddddd"}) {
        const auto fits = [](char c, char wanted) {
            return wanted == 'd' ? is_digit(c) : c == '-';
        };
        if (text.size() >= form.size() &&
            std::ranges::equal(text.substr(0, form.size()), form, fits) &&
            (text.size() == form.size() || !is_digit(text[form.size()])))
            return form.size();
    }
    return 0;
}

/// Calls `see` with each date and each of the other characters.
template <class Date, class Other>
void walk(std::string_view name, const Date& date, const Other& other) {
    for (std::size_t at = 0; at < name.size();) {
        const bool within = at > 0 && is_digit(name[at - 1]);
        const auto size = within ? 0 : date_size(name.substr(at));
        if (size > 0)
            date(name.substr(at, size));
        else
            other(name[at]);
        at += std::max<std::size_t>(size, 1);
    }
}

std::optional<Time> day_in(std::string_view name) {
    constexpr std::size_t compact = 8;
    std::optional<Time> day;
    walk(
        name,
        [&](std::string_view date) {
            if (date.size() != compact) return;
            auto text = std::string{date};
            text.insert(6, "-").insert(4, "-");
            const auto time = core::parse_time(text);
            if (time && !day) day = *time;
        },
        [](char) {});
    return day;
}

std::string without_dates(std::string_view name) {
    std::string kind;
    bool dated = false;
    walk(
        name, [&](std::string_view) { dated = true; },
        [&](char c) { kind += static_cast<char>(std::tolower(static_cast<unsigned char>(c))); });
    return dated ? kind : std::string{};
}

std::optional<core::Duration> resolution_in(std::string_view name) {
    struct Word {
        std::string_view text;
        core::Duration length;
    };
    constexpr std::array<Word, 5> words{{{"second", core::seconds(1)},
                                         {"minute", core::minutes(1)},
                                         {"hour", core::hours(1)},
                                         {"hourly", core::hours(1)},
                                         {"daily", core::days(1)}}};
    while (!name.empty()) {
        const auto end = std::min(name.find_first_of("_-. "), name.size());
        const auto part = name.substr(0, end);
        if (const auto found = std::ranges::find(words, part, &Word::text); found != words.end())
            return found->length;
        name.remove_prefix(std::min(end + 1, name.size()));
    }
    return std::nullopt;
}

}  // namespace

Result<FileFacts> file_facts(const std::filesystem::path& file, std::string_view inner) {
    const auto name = file.filename().string();
    FileFacts facts{.day = day_in(inner), .resolution = resolution_in(inner), .kind = {}};
    const auto outer_day = day_in(name);
    if (facts.day && outer_day && *facts.day != *outer_day)
        return core::fail(Errc::MixedContent, "{}: the file in it is of another day: {:.40}", name,
                          inner);
    if (!facts.day) facts.day = outer_day;
    facts.kind = without_dates(inner.empty() ? name : inner);
    constexpr int folders = 3;  // minute/btcusd/20180404_trade.zip, or daily/btcusd.zip
    auto at = file;
    for (int i = 0; i < folders && !facts.resolution; ++i, at = at.parent_path())
        facts.resolution = resolution_in(at.filename().string());
    return facts;
}

}  // namespace nightjar::data
