#include "app/toml_table.hpp"

#include "app/errc.hpp"
#include "core/base/nearest.hpp"

#include <toml++/toml.h>

#include <algorithm>

namespace nightjar::app {

using core::Error;
using core::fail;
using core::Result;

struct TomlTable::Node {
    std::shared_ptr<const toml::table> root;  // shared: a table's children look into it
    const toml::table* table{};
    std::string file;
    std::vector<std::string> asked;
    std::optional<Error> first_error;

    const toml::node* ask(std::string_view key) {
        asked.emplace_back(key);
        return table->get(key);
    }
    [[nodiscard]] Error at(const toml::source_region& where, std::string_view text) const {
        return Error{Errc::BadConfig, "{}:{}: {}", file, where.begin.line, text};
    }
};

namespace {

/// A scalar as somebody would write it; absent for tables and arrays.
std::optional<std::string> scalar(const toml::node& node) {
    if (const auto* text = node.as_string()) return text->get();
    if (const auto* count = node.as_integer()) return fmt::format("{}", count->get());
    if (const auto* real = node.as_floating_point()) return fmt::format("{}", real->get());
    if (const auto* flag = node.as_boolean()) return flag->get() ? "true" : "false";
    if (const auto* date = node.as_date()) {
        const auto day = date->get();
        return fmt::format("{:04}-{:02}-{:02}", day.year, day.month, day.day);
    }
    return std::nullopt;
}

}  // namespace

TomlTable::TomlTable(std::unique_ptr<Node> node) : node_{std::move(node)} {}
TomlTable::~TomlTable() = default;
TomlTable::TomlTable(TomlTable&&) noexcept = default;
TomlTable& TomlTable::operator=(TomlTable&&) noexcept = default;

Result<TomlTable> TomlTable::read(const std::filesystem::path& file) {
    try {
        auto root = std::make_shared<const toml::table>(toml::parse_file(file.string()));
        const auto* table = root.get();
        return TomlTable{
            std::make_unique<Node>(Node{std::move(root), table, file.string(), {}, {}})};
    } catch (const toml::parse_error& error) {
        return fail(Errc::BadConfig, "{}:{}: {}", file.string(), error.source().begin.line,
                    error.description());
    }
}

void TomlTable::note(Error error) {
    if (!node_->first_error) node_->first_error = error;
}

Error TomlTable::error(std::string_view text) const {
    return node_->at(node_->table->source(), text);
}

bool TomlTable::has(std::string_view key) const { return node_->table->contains(key); }

template <class T, class Parse>
T TomlTable::parsed(std::string_view key, std::string_view otherwise, Parse parse) {
    const auto* found = node_->ask(key);
    const auto given = found != nullptr ? scalar(*found) : std::optional<std::string>{otherwise};
    if (!given) {
        note(node_->at(found->source(), fmt::format("{} must be a single value", key)));
        return T{};
    }
    auto value = parse(*given);
    if (value) return *value;
    const auto& where = found != nullptr ? found->source() : node_->table->source();
    note(node_->at(where, fmt::format("{}: {}", key, value.error().text())));
    return T{};
}

std::string TomlTable::text(std::string_view key) {
    if (!has(key)) {
        node_->asked.emplace_back(key);
        note(error(fmt::format("{} is missing", key)));
        return {};
    }
    return text(key, {});
}

std::string TomlTable::text(std::string_view key, std::string_view otherwise) {
    return parsed<std::string>(key, otherwise,
                               [](const std::string& t) -> Result<std::string> { return t; });
}

std::int64_t TomlTable::integer(std::string_view key, std::int64_t otherwise) {
    return parsed<std::int64_t>(key, fmt::format("{}", otherwise),
                                [](const std::string& t) -> Result<std::int64_t> {
                                    NJ_TRY(value, core::parse_decimal(t, 0));
                                    return static_cast<std::int64_t>(value);
                                });
}

double TomlTable::real(std::string_view key, double otherwise) {
    return parsed<double>(key, fmt::format("{}", otherwise),
                          [](const std::string& t) -> Result<double> {
                              NJ_TRY(value, core::parse_money(t));
                              return core::approximate(value);
                          });
}

bool TomlTable::flag(std::string_view key, bool otherwise) {
    return parsed<bool>(key, otherwise ? "true" : "false",
                        [](const std::string& t) -> Result<bool> {
                            if (t == "true" || t == "false") return t == "true";
                            return fail(Errc::BadConfig, "{} is neither true nor false", t);
                        });
}

core::Money TomlTable::money(std::string_view key, std::string_view otherwise) {
    return parsed<core::Money>(key, otherwise,
                               [](const std::string& t) { return core::parse_money(t); });
}

core::Duration TomlTable::duration(std::string_view key, std::string_view otherwise) {
    return parsed<core::Duration>(key, otherwise,
                                  [](const std::string& t) { return core::parse_duration(t); });
}

std::optional<core::Time> TomlTable::time(std::string_view key) {
    if (!has(key)) {
        node_->asked.emplace_back(key);
        return std::nullopt;
    }
    return parsed<core::Time>(key, {}, [](const std::string& t) { return core::parse_time(t); });
}

std::vector<std::string> TomlTable::texts(std::string_view key) {
    std::vector<std::string> items;
    const auto* found = node_->ask(key);
    if (found == nullptr) return items;
    const auto* array = found->as_array();
    if (array == nullptr) {
        note(node_->at(found->source(),
                       fmt::format("{} must be a list, as in [\"a\", \"b\"]", key)));
        return items;
    }
    for (const auto& item : *array)
        if (auto text = scalar(item)) items.push_back(std::move(*text));
    return items;
}

TomlTable TomlTable::table(std::string_view key) {
    static const toml::table empty;
    const auto* found = node_->ask(key);
    const auto* table = found != nullptr ? found->as_table() : &empty;
    if (table == nullptr) {
        note(node_->at(found->source(), fmt::format("{0} must be a table, as in [{0}]", key)));
        table = &empty;
    }
    return TomlTable{std::make_unique<Node>(Node{node_->root, table, node_->file, {}, {}})};
}

std::vector<TomlTable> TomlTable::tables(std::string_view key) {
    std::vector<TomlTable> items;
    const auto* found = node_->ask(key);
    if (found == nullptr) return items;
    const auto* array = found->as_array();
    if (array == nullptr || !array->is_homogeneous<toml::table>()) {
        note(node_->at(found->source(), fmt::format("{0} must be tables, as in [[{0}]]", key)));
        return items;
    }
    for (const auto& item : *array)
        items.push_back(TomlTable{
            std::make_unique<Node>(Node{node_->root, item.as_table(), node_->file, {}, {}})});
    return items;
}

core::ParamTexts TomlTable::rest() {
    core::ParamTexts texts;
    for (const auto& [key, value] : *node_->table) {
        const std::string name{key.str()};
        if (std::ranges::find(node_->asked, name) != node_->asked.end()) continue;
        node_->asked.push_back(name);
        if (auto text = scalar(value))
            texts[name] = std::move(*text);
        else
            note(node_->at(value.source(), fmt::format("{} must be a single value", name)));
    }
    return texts;
}

std::vector<std::string> TomlTable::keys() const {
    std::vector<std::string> names;
    for (const auto& [key, value] : *node_->table) names.emplace_back(key.str());
    return names;
}

core::Status TomlTable::finish() const {
    if (node_->first_error) return std::unexpected{*node_->first_error};
    for (const auto& [key, value] : *node_->table) {
        const std::string name{key.str()};
        if (std::ranges::find(node_->asked, name) == node_->asked.end())
            return std::unexpected{node_->at(
                value.source(),
                fmt::format("unknown key \"{}\"{}", name, core::did_you_mean(name, node_->asked)))};
    }
    return {};
}

}  // namespace nightjar::app
