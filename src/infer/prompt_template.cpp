#include "infer/prompt_template.hpp"

#include "infer/errc.hpp"
#include "store/file.hpp"
#include "store/sha256.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <fstream>

namespace nightjar::infer {

using core::fail;
using core::Result;
using core::Status;
using Json = nlohmann::json;

namespace {

template <class Enum>
Result<Enum> named(std::string_view wanted, std::size_t count) {
    for (std::size_t i = 0; i < count; ++i)
        if (name(static_cast<Enum>(i)) == wanted) return static_cast<Enum>(i);
    return fail(Errc::BadPrompt, "\"{}\" is not one of the list", wanted);
}

bool opens(Action action) { return action == Action::Buy || action == Action::Sell; }

std::string fact(std::string_view key, const Facts& facts) {
    constexpr std::array<std::string_view, 3> colours{"down", "flat", "up"};
    if (key == "regime") return std::string{name(facts.regime)};
    if (key == "volatility") return std::to_string(facts.volatility);
    if (key == "depth") return facts.depth < 0 ? "unknown" : std::to_string(facts.depth);
    if (key == "efficiency") return std::to_string(facts.efficiency);
    if (key == "slope") return std::to_string(facts.slope);
    if (key == "change") return std::to_string(facts.change);
    if (key == "colour")
        return std::string{colours[static_cast<std::size_t>(std::clamp(facts.colour, -1, 1) + 1)]};
    return {};
}

/// Calls `plain` for what stands between the places, and `place` for their names.
template <class Plain, class Place>
void walk(std::string_view text, Plain plain, Place place) {
    while (!text.empty()) {
        const auto open = text.find('{');
        plain(text.substr(0, open));
        if (open == std::string_view::npos) return;
        const auto close = text.find('}', open);
        place(text.substr(open + 1, close == std::string_view::npos ? close : close - open - 1));
        if (close == std::string_view::npos) return;
        text.remove_prefix(close + 1);
    }
}

Status check(const PromptTemplate& made) {
    if (made.hash() != made.sha256) return fail(Errc::BadPrompt, "its sha256 is {}", made.hash());
    if (made.allowed.size() < 2 || made.max_size < 0 || made.max_size > 4 || made.horizon.ns <= 0)
        return fail(Errc::BadPrompt, "{} actions, max_size {}, horizon {}", made.allowed.size(),
                    made.max_size, core::format_duration(made.horizon));
    auto sorted = made.allowed;
    std::ranges::sort(sorted);
    if (std::ranges::adjacent_find(sorted) != sorted.end())
        return fail(Errc::BadPrompt, "an action stands there twice");
    if (made.regime == signal::Regime::Crisis && std::ranges::any_of(made.allowed, opens))
        return fail(Errc::BadPrompt, "in a crisis nothing is opened: hold, reduce or close");
    Status status;
    std::size_t lists = 0;
    walk(
        made.text, [](std::string_view) {},
        [&](std::string_view key) {
            lists += key == "options" ? 1 : 0;
            if (key != "options" && fact(key, {}).empty())
                status = fail(Errc::BadPrompt, "{{{}}} is no fact", key);
        });
    if (status && lists != 1) return fail(Errc::BadPrompt, "{{options}} is there {} times", lists);
    return status;
}

/// Throws what nlohmann throws.
Result<PromptTemplate> read_fields(const Json& json) {
    PromptTemplate made;
    made.id = json.at("id").get<std::string>();
    made.version = json.at("version").get<std::string>();
    NJ_TRY(regime, named<signal::Regime>(json.at("regime").get<std::string>(), signal::regimes));
    made.regime = regime;
    for (const auto& each : json.at("actions")) {
        NJ_TRY(action, named<Action>(each.get<std::string>(), actions));
        made.allowed.push_back(action);
    }
    made.max_size = json.at("max_size").get<int>();
    NJ_TRY(horizon, core::parse_duration(json.at("horizon").get<std::string>()));
    made.horizon = horizon;
    made.text = json.at("text").get<std::string>();
    made.sha256 = json.at("sha256").get<std::string>();
    NJ_TRY(check(made));
    return made;
}

}  // namespace

std::string_view name(Action action) {
    switch (action) {
        case Action::Hold: return "hold";
        case Action::Reduce: return "reduce";
        case Action::Close: return "close";
        case Action::Buy: return "buy";
        case Action::Sell: return "sell";
    }
    return "?";
}

std::string_view PromptTemplate::prefix() const {
    return std::string_view{text}.substr(0, text.find('{'));
}

std::string PromptTemplate::render(const Facts& facts, std::span<const std::uint8_t> order) const {
    std::string rest;
    walk(
        std::string_view{text}.substr(prefix().size()),
        [&rest](std::string_view plain) { rest += plain; },
        [&](std::string_view key) {
            if (key != "options") {
                rest += fact(key, facts);
                return;
            }
            char letter = 'A';
            for (const auto place : order) {
                if (letter != 'A') rest += '\n';
                rest += fmt::format("{}) {}", letter++, name(allowed[place]));
            }
        });
    return rest;
}

std::string PromptTemplate::hash() const {
    std::vector<std::string_view> names;
    for (const auto action : allowed) names.push_back(name(action));
    const auto all =
        fmt::format("{}\n{}\n{}\n{}\n{}\n{}\n{}", id, version, name(regime), fmt::join(names, ","),
                    max_size, core::format_duration(horizon), text);
    return store::to_hex(store::sha256(std::as_bytes(std::span{all})));
}

std::vector<std::string> PromptTemplate::letters() const {
    std::vector<std::string> letters;
    for (std::size_t i = 0; i < allowed.size(); ++i)
        letters.push_back({' ', static_cast<char>('A' + i)});
    return letters;
}

Result<PromptTemplate> read_template(const std::filesystem::path& file) {
    std::ifstream stream{file};
    if (!stream) return fail(Errc::BadPrompt, "{} cannot be read", store::short_name(file));
    try {
        auto read = read_fields(Json::parse(stream));
        if (!read) return std::unexpected{read.error().in(store::short_name(file))};
        return read;
    } catch (const Json::exception& wrong) {
        return fail(Errc::BadPrompt, "{}: {}", store::short_name(file), wrong.what());
    }
}

Result<std::array<PromptTemplate, signal::regimes>> read_templates(
    const std::filesystem::path& folder) {
    std::array<PromptTemplate, signal::regimes> all;
    std::error_code error;
    std::vector<std::filesystem::path> files;
    for (const auto& entry : std::filesystem::directory_iterator{folder, error})
        if (entry.path().extension() == ".json") files.push_back(entry.path());
    std::ranges::sort(files);
    for (const auto& file : files) {
        NJ_TRY(read, read_template(file));
        auto& place = all[static_cast<std::size_t>(read.regime)];
        if (!place.id.empty())
            return fail(Errc::BadPrompt, "{} and {} are both for {}", place.id, read.id,
                        name(read.regime));
        place = std::move(read);
    }
    for (std::size_t i = 0; i < all.size(); ++i)
        if (all[i].id.empty())
            return fail(Errc::BadPrompt, "{}: none is for {}", store::short_name(folder),
                        name(static_cast<signal::Regime>(i)));
    return all;
}

}  // namespace nightjar::infer
