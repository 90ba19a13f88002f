#pragma once
/// TOML read with suspicion: every key must be asked for, or the file is wrong.

#include "core/base/params.hpp"
#include "core/base/result.hpp"
#include "core/base/time.hpp"
#include "core/model/types.hpp"

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace nightjar::app {

/// One table of a file. Getters note what was asked for and keep the first error, so that a reader
/// can ask for all it wants and look at `finish` once. Errors name file and line.
class TomlTable {
public:
    static core::Result<TomlTable> read(const std::filesystem::path& file);
    ~TomlTable();
    TomlTable(TomlTable&&) noexcept;
    TomlTable& operator=(TomlTable&&) noexcept;

    [[nodiscard]] std::string text(std::string_view key);  ///< must be there
    [[nodiscard]] std::string text(std::string_view key, std::string_view otherwise);
    [[nodiscard]] std::int64_t integer(std::string_view key, std::int64_t otherwise);
    [[nodiscard]] double real(std::string_view key, double otherwise);
    [[nodiscard]] bool flag(std::string_view key, bool otherwise);
    [[nodiscard]] core::Money money(std::string_view key, std::string_view otherwise);
    [[nodiscard]] core::Duration duration(std::string_view key, std::string_view otherwise);
    [[nodiscard]] std::optional<core::Time> time(std::string_view key);
    [[nodiscard]] std::vector<std::string> texts(std::string_view key);
    /// An empty table where there is none.
    [[nodiscard]] TomlTable table(std::string_view key);
    [[nodiscard]] std::vector<TomlTable> tables(std::string_view key);
    /// Every key that was not asked for yet, as the texts of a part's own settings.
    [[nodiscard]] core::ParamTexts rest();
    /// Names of all keys, in order.
    [[nodiscard]] std::vector<std::string> keys() const;
    [[nodiscard]] bool has(std::string_view key) const;

    /// The first error in this table, or a key that nobody asked for.
    [[nodiscard]] core::Status finish() const;
    /// An error at this table: "file:line: text".
    [[nodiscard]] core::Error error(std::string_view text) const;

private:
    struct Node;
    explicit TomlTable(std::unique_ptr<Node> node);
    template <class T, class Parse>
    T parsed(std::string_view key, std::string_view otherwise, Parse parse);
    void note(core::Error error);

    std::unique_ptr<Node> node_;
};

}  // namespace nightjar::app
