#pragma once
/// What Binance's public archive holds, and under which names. Source: the README of the
/// repository binance/binance-public-data.

#include "core/base/result.hpp"
#include "core/base/time.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace nightjar::data {

struct ArchiveWish {
    enum class Kind : std::uint8_t { Bars, AggregateTrades, Trades, Funding };

    bool futures{};  ///< USD-M; else spot
    Kind kind{};
    std::string symbol;    ///< "BTCUSDT"
    std::string interval;  ///< of Bars: "1m", "1h", "1d" ...
    core::Time from;       ///< the first day
    core::Time until;      ///< the day after the last
};

/// A file of the archive; its checksum lies beside it.
struct ArchiveFile {
    std::string folder;  ///< "/data/spot/monthly/klines/BTCUSDT/1h/"
    std::string name;    ///< "BTCUSDT-1h-2024-01.zip"

    friend bool operator==(const ArchiveFile&, const ArchiveFile&) = default;
};

/// A stretch of time: its file, and those of its days, where that does not exist yet.
struct ArchivePart {
    ArchiveFile file;
    std::vector<ArchiveFile> days;
};

/// A file for each month that the wish holds whole and that is over, and days for the rest; of
/// funding, whole months only. `now` is the archive's today: it has nothing of it yet. Error:
/// BadWish, for what it cannot have.
core::Result<std::vector<ArchivePart>> archive_parts(const ArchiveWish& wish, core::Time now);

}  // namespace nightjar::data
