#pragma once
/// Turns the records of a ledger into rows of the views. Private to the room. One thread, inside
/// one transaction that the caller begins and ends.

#include "store/ledger_names.hpp"
#include "store/sqlite.hpp"

namespace nightjar::store {

/// A record and its number in the ledger, which is the key of what is made of it.
struct NumberedRecord {
    std::uint64_t number{};
    core::Time at;
    std::span<const std::byte> body;
};

class ViewsWriter {
public:
    /// Both must outlive it; the names know all that came before.
    ViewsWriter(Database& sql, const LedgerNames& names) : sql_{&sql}, names_{&names} {}

    /// Errors: Decode and Damaged for a record that makes no sense here; those of the database.
    core::Status write(std::uint64_t number, const LogRecord& record);

private:
    core::Status write_trading(core::RecordType type, const NumberedRecord& record);

    // Each writes what the record of that name says.
    core::Status put(const NumberedRecord& from, const core::InstrumentDefined& defined);
    core::Status put(const NumberedRecord& from, const core::StrategyDefined& defined);
    core::Status put(const NumberedRecord& from, const core::TargetSet& set);
    core::Status put(const NumberedRecord& from, const core::TargetRefused& refused);
    core::Status put(const NumberedRecord& from, const core::ParentOpened& opened);
    core::Status put(const NumberedRecord& from, const core::OrderApproved& approved);
    core::Status put(const NumberedRecord& from, const core::OrderRefused& refused);
    core::Status put(const NumberedRecord& from, const core::CancelSent& sent);
    core::Status put(const NumberedRecord& from, const core::OrderChanged& changed);
    core::Status put(const NumberedRecord& from, const core::FillBooked& booked);
    core::Status put(const NumberedRecord& from, const core::CrossBooked& booked);
    core::Status put(const NumberedRecord& from, const core::BalanceBooked& booked);
    core::Status put(const NumberedRecord& from, const core::EquitySampled& sample);
    core::Status put(const NumberedRecord& from, const core::VenueEquitySampled& sample);
    core::Status put(const NumberedRecord& from, const core::KillLevelChanged& changed);

    struct Decision {
        const core::Target& target;
        std::optional<core::Qty> qty;
        std::optional<std::string> refusal;
    };
    core::Status put_decision(const NumberedRecord& from, const Decision& decision);
    struct Refused {
        const core::Refusal& refusal;
        const core::Instrument& instrument;
        std::optional<std::string> strategy;
        const core::OrderRequest* order{};  // null: it was a target
    };
    core::Status put_refusal(const NumberedRecord& from, const Refused& refused);
    core::Status fill_order(const core::Fill& fill);
    core::Status move(const NumberedRecord& from, core::StrategyId strategy,
                      const core::Instrument& instrument, core::Qty qty, core::Money cash);
    [[nodiscard]] std::string votes(const core::Target& target) const;

    template <class Record>
    core::Status with(const NumberedRecord& from) {
        NJ_TRY(record, core::decode<Record>(from.body));
        return put(from, record);
    }

    Database* sql_;
    const LedgerNames* names_;
};

}  // namespace nightjar::store
