#include "report/what_if.hpp"

#include "core/errc.hpp"

#include <nlohmann/json.hpp>

namespace nightjar::report {

using Json = nlohmann::ordered_json;

std::string what_if_json(std::span<const WhatIf> rows) {
    auto list = Json::array();
    for (const auto& row : rows)
        list.push_back({{"change", row.change},
                        {"fills", row.fills},
                        {"fees", row.fees},
                        {"net_pnl", row.net_pnl},
                        {"max_drawdown_pct", row.max_drawdown_pct}});
    return list.dump(1);
}

core::Result<std::vector<WhatIf>> read_what_if(std::string_view json) {
    try {
        std::vector<WhatIf> rows;
        for (const auto& row : Json::parse(json))
            rows.push_back({row.at("change").get<std::string>(),
                            row.at("fills").get<std::uint64_t>(), row.at("fees").get<double>(),
                            row.at("net_pnl").get<double>(),
                            row.at("max_drawdown_pct").get<double>()});
        return rows;
    } catch (const Json::exception& e) {
        return core::fail(core::Errc::Decode, "no table of changed assumptions: {}", e.what());
    }
}

std::string what_if_text(std::span<const WhatIf> rows) {
    if (rows.size() < 2) return {};
    std::string out =
        fmt::format("what the assumptions are worth\n  {:<44} {:>7} {:>14} {:>14} {:>9}\n", "",
                    "fills", "net profit", "difference", "drawdown");
    const auto& told = rows.front();
    for (const auto& row : rows)
        out += fmt::format(
            "  {:<44} {:>7} {:>14.2f} {:>14} {:>7.2f} %\n",
            row.change.empty() ? "as it is" : row.change, row.fills, row.net_pnl,
            row.change.empty() ? std::string{} : fmt::format("{:+.2f}", row.net_pnl - told.net_pnl),
            row.max_drawdown_pct);
    return out;
}

}  // namespace nightjar::report
