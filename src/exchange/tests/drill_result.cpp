#include "exchange/tests/drill_result.hpp"

#include <fmt/format.h>

namespace nightjar::exchange {

DrillResult& DrillResult::operator+=(const DrillResult& more) {
    for (std::size_t kind = 0; kind < fault_kinds; ++kind) struck[kind] += more.struck[kind];
    sessions += more.sessions;
    lost_on_the_way += more.lost_on_the_way;
    cut_on_the_way += more.cut_on_the_way;
    orders += more.orders;
    fills += more.fills;
    unknown += more.unknown;
    missed += more.missed;
    refused_cancels += more.refused_cancels;
    connections += more.connections;
    return *this;
}

std::string table_of(std::string_view protocol, const DrillResult& sum) {
    constexpr int in_a_row = 5;
    std::string table = fmt::format("{}\n", protocol);
    int column = 0;
    const auto add = [&](std::string_view what, std::uint64_t count) {
        table += fmt::format("  {:<16} {:>7}", what, count);
        if (++column % in_a_row == 0) table += '\n';
    };
    const auto end_row = [&] {
        if (column % in_a_row != 0) table += '\n';
        column = 0;
    };
    add("sessions", sum.sessions);
    add("connections", sum.connections);
    add("orders", sum.orders);
    add("fills", sum.fills);
    add("unknown", sum.unknown);
    add("reconciled", sum.missed);
    add("late cancels", sum.refused_cancels);
    end_row();
    for (std::size_t kind = 0; kind < fault_kinds; ++kind)
        add(name(static_cast<FaultKind>(kind)), sum.struck[kind]);
    add("net lost", sum.lost_on_the_way);
    add("net cut", sum.cut_on_the_way);
    end_row();
    return table;
}

}  // namespace nightjar::exchange
