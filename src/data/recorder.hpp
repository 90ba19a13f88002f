#pragma once
/// A live market, written down as it is heard.

#include "core/model/event.hpp"
#include "core/model/instrument.hpp"
#include "market/book.hpp"
#include "store/tape_file.hpp"

#include <filesystem>
#include <string>
#include <vector>

namespace nightjar::data {

/// One tape for each instrument, with the time of receipt of everything; prices and quantities as
/// finely as the instrument's steps, quantities in what the venue counts. One thread. What is
/// dropped without `finish` leaves nothing.
class Recorder {
public:
    /// `names` of the tapes by instrument. The catalog outlives it. Errors: the store's.
    static core::Result<Recorder> create(const core::Catalog& catalog,
                                         const std::filesystem::path& root,
                                         const std::vector<std::string>& names);

    /// Market events, in the order of receipt; others are left out. Errors: the store's.
    core::Status add(const core::Event& event);
    /// The tapes so far get their names; those from now on begin with the books as they are. Gives
    /// what was finished. Errors: the store's.
    core::Result<std::vector<core::TapeInfo>> next(const std::filesystem::path& root,
                                                   const std::vector<std::string>& names);
    core::Result<std::vector<core::TapeInfo>> finish();

private:
    /// How the steps of an instrument are written: each counts `per_step` of 10^-decimals.
    struct Scale {
        int decimals{};
        std::int64_t per_step{1};
    };
    struct Track {
        const core::Instrument* instrument{};
        Scale price;
        Scale qty;
        store::TapeWriter writer;
        market::Book book;
        core::Stamp last;  ///< of what was written last
    };

    Recorder() = default;
    static Scale scale_of(core::Money step, core::Money unit);
    static Scale price_scale(const core::Instrument& instrument) {
        return scale_of(instrument.tick, core::whole(1));
    }
    static Scale qty_scale(const core::Instrument& instrument) {
        return scale_of(instrument.lot, instrument.contract);
    }
    static core::Result<store::TapeWriter> writer_of(const core::Instrument& instrument,
                                                     const std::filesystem::path& root,
                                                     const std::string& name);
    [[nodiscard]] static core::TapeRow row_of(const Track& track, const core::BookDelta& delta,
                                              const core::Stamp& stamp);
    static core::Status write_book(Track& track);

    std::vector<Track> tracks_;  // by instrument
};

}  // namespace nightjar::data
