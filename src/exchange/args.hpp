#pragma once
/// A request's parameters by name, of a query or of a JSON object.

#include "core/base/time.hpp"
#include "exchange/form.hpp"
#include "exchange/market_text.hpp"

#include <optional>

namespace nightjar::exchange {

/// All values are texts here: venues take "5" and 5 for the same. Error: BadRequest, with the
/// parameter's name.
class Args {
public:
    Args() = default;
    explicit Args(Fields fields) : fields_{std::move(fields)} {}
    /// What is nested in it is left out, and more than `most_fields`.
    static Args of(const Json& object);

    /// Empty values are as absent. The first of a name holds.
    [[nodiscard]] std::optional<std::string_view> find(std::string_view name) const;
    [[nodiscard]] std::string_view get(std::string_view name) const {
        return find(name).value_or(std::string_view{});
    }
    [[nodiscard]] core::Result<std::string_view> need(std::string_view name) const;
    /// A whole number from 0 on.
    [[nodiscard]] core::Result<std::optional<std::int64_t>> number(std::string_view name) const;
    /// At most `most`, whatever was asked for.
    [[nodiscard]] core::Result<std::size_t> rows(std::string_view name, std::size_t usual,
                                                 std::size_t most) const;
    /// In ms.
    [[nodiscard]] core::Result<std::optional<core::Time>> time(std::string_view name) const;
    [[nodiscard]] bool flag(std::string_view name) const { return get(name) == "true"; }

private:
    Fields fields_;
};

/// Discarded where it is no JSON; what is nested deeper than any request of a venue is left out,
/// so that nobody can make us go down without end.
[[nodiscard]] Json read_json(std::string_view text);
/// Whatever bytes a client made us repeat.
[[nodiscard]] std::string write_json(const Json& json);

}  // namespace nightjar::exchange
