#pragma once
/// What a market published, event by event, as files and importers hold it: scaled integers, no
/// instrument yet.

#include "core/base/result.hpp"
#include "core/base/time.hpp"
#include "core/model/types.hpp"

#include <cstdint>
#include <span>

namespace nightjar::core {

/// One trade, or one level of a book. What one message said stands together; its last row says so.
struct TapeRow {
    enum class Kind : std::uint8_t {
        Trade,    ///< side: the taker's; id: of the trade
        Level,    ///< qty 0 deletes it; id: the last update that the message covers
        Clear,    ///< a snapshot begins: its levels follow, in the same message
        Quote,    ///< the best price of one side; a message has both, bid first
        Mark,     ///< price: the venue's mark
        Funding,  ///< qty: the rate of a settlement, in 1e-12; above 0 longs pay
        Gap,      ///< messages were lost; qty: how many, where that is known
    };

    std::int64_t exch_ns{};  ///< by the exchange's clock
    std::int64_t recv_ns{};  ///< by the recorder's clock; equal to exch_ns where it was not noted
    std::int64_t price{};    ///< counts 10^-price_decimals
    std::int64_t qty{};      ///< counts 10^-qty_decimals
    std::uint64_t id{};      ///< the venue's; 0 where it has none
    Kind kind{};
    Side side{};
    bool last{true};  ///< of its message: only now the book may be read

    friend bool operator==(const TapeRow&, const TapeRow&) = default;
};

struct TapeInfo {
    int price_decimals{};
    int qty_decimals{};
    bool received{};  ///< the times of receipt are a recorder's
    std::uint64_t rows{};
    Time first;  ///< receipt of the first row
    Time last;   ///< and of the last
};

/// Rows in the order of their receipt, some at a time. One reading thread.
class TapeSource {
public:
    virtual ~TapeSource() = default;
    [[nodiscard]] virtual const TapeInfo& info() const = 0;
    /// Good until the next call. Empty at the end.
    [[nodiscard]] virtual Result<std::span<const TapeRow>> next() = 0;
};

}  // namespace nightjar::core
