#pragma once
/// What the ledger holds. Each record is a RecordType, the time of the event that caused it, and
/// one of these structs. Adding a field means a new RecordType: old ledgers stay readable.

#include "core/base/archive.hpp"
#include "core/model/event.hpp"
#include "core/model/instrument.hpp"
#include "core/model/protection.hpp"
#include "core/model/record_type.hpp"
#include "core/model/refusal.hpp"
#include "core/model/risk_record.hpp"

#include <array>
#include <optional>
#include <string>
#include <vector>

namespace nightjar::core {

struct SessionOpened {
    static constexpr auto type = RecordType::SessionOpened;
    std::string build;   ///< version, compiler, architecture
    std::string config;  ///< as checked, all defaults in
    Money cash;          ///< of all venues at the start
    std::vector<std::string> venues;
    std::vector<std::string> assets;
    std::vector<std::string> assumptions;

    template <class Archive, class Self>
    static void fields(Archive& a, Self& s) {
        a(s.build, s.config, s.cash, s.venues, s.assets, s.assumptions);
    }
};

struct SeriesNamed {
    static constexpr auto type = RecordType::SeriesNamed;
    InstrumentId instrument;
    std::string name;
    std::string sha256;  ///< of the series' content, hex

    template <class Archive, class Self>
    static void fields(Archive& a, Self& s) {
        a(s.instrument, s.name, s.sha256);
    }
};

struct InstrumentDefined {
    static constexpr auto type = RecordType::InstrumentDefined;
    Instrument instrument;

    template <class Archive, class Self>
    static void fields(Archive& a, Self& s) {
        auto& i = s.instrument;
        a(i.id, i.venue, i.base, i.quote, i.symbol, i.kind, i.tick, i.lot, i.min_qty, i.max_qty,
          i.min_notional, i.initial_margin_bps, i.maintenance_margin_bps);
        a.late(i.contract);
        if constexpr (std::is_const_v<Self>) {
            // What has neither is written as before there were any.
            if (i.margin_mode == MarginMode::Cross && i.margin_tiers.empty() &&
                i.iceberg_parts == 0)
                return;
        }
        a.late(i.margin_mode);
        a.late(i.margin_tiers);
        if constexpr (std::is_const_v<Self>)
            if (i.iceberg_parts == 0) return;
        a.late(i.iceberg_parts);
        if (i.margin_mode > MarginMode::Isolated) a.refuse();
    }
};

struct StrategyDefined {
    static constexpr auto type = RecordType::StrategyDefined;
    StrategyId strategy;
    std::string name;
    std::string kind;
    Money cash;  ///< of its virtual account at the start
    std::vector<std::string> signals;
    std::vector<std::string> sizers{};
    std::string algorithm{};  ///< that works its parents; empty: at once

    template <class Archive, class Self>
    static void fields(Archive& a, Self& s) {
        a(s.strategy, s.name, s.kind, s.cash, s.signals);
        a.late(s.sizers);
        if constexpr (std::is_const_v<Self>)
            if (s.algorithm.empty()) return;
        a.late(s.algorithm);
    }
};

/// A process took the session up, for the first time or again.
struct EpochStarted {
    static constexpr auto type = RecordType::EpochStarted;
    std::uint32_t epoch{};
    std::uint16_t node{};  ///< of client order ids

    template <class Archive, class Self>
    static void fields(Archive& a, Self& s) {
        a(s.epoch, s.node);
    }
};

/// What made a target's size: its caps in the order of StrategyDefined::sizers, and what they were
/// multiplied by, in parts per 1e6.
struct SizedBy {
    static constexpr std::size_t most_caps = 16;
    std::array<std::optional<Qty>, most_caps> caps{};  ///< lots; absent: the sizer had no answer
    std::uint8_t count{};
    std::int32_t drawdown_ppm{1'000'000};
    std::int32_t threat_ppm{1'000'000};
    std::int32_t confidence_ppm{1'000'000};
    std::int32_t stage_ppm{1'000'000};

    template <class Archive, class Self>
    static void fields(Archive& a, Self& s) {
        a(s.count);
        if (s.count > most_caps) return a.refuse();
        for (std::size_t i = 0; i < s.count; ++i) a(s.caps[i]);
        a(s.drawdown_ppm, s.threat_ppm, s.confidence_ppm);
        a.late(s.stage_ppm);
    }
};

struct TargetSet {
    static constexpr auto type = RecordType::TargetSet;
    Target target;
    Qty qty;  ///< the position it came to, after sizing
    SizedBy by{};

    template <class Archive, class Self>
    static void fields(Archive& a, Self& s) {
        a(s.target, s.qty);
        a.late(s.by);
    }
};

struct TargetRefused {
    static constexpr auto type = RecordType::TargetRefused;
    Target target;
    Refusal refusal;

    template <class Archive, class Self>
    static void fields(Archive& a, Self& s) {
        a(s.target, s.refusal);
    }
};

/// Followed in the body by the shares of the strategies.
struct ParentOpened {
    static constexpr auto type = RecordType::ParentOpened;
    ParentOrder parent;
    std::span<const Allocation> shares_out;  ///< when writing
    std::vector<Allocation> shares;          ///< when reading
    std::optional<StrategyId> style{};       ///< whose algorithm works it; absent: at once
    bool protects{};                         ///< it closes what a strategy's protection closes
    AlgoTerms terms{};                       ///< of an algorithm of its own; empty: none

    template <class Archive, class Self>
    static void fields(Archive& a, Self& s) {
        a(s.parent);
        if constexpr (std::is_const_v<Self>) {
            a(static_cast<std::uint32_t>(s.shares_out.size()));
            for (const auto& share : s.shares_out) a(share);
            if (!s.style && !s.protects && s.terms.view().empty()) return;
        } else {
            a(s.shares);
        }
        a.late(s.style);
        if constexpr (std::is_const_v<Self>)
            if (!s.protects && s.terms.view().empty()) return;
        a.late(s.protects);
        if constexpr (std::is_const_v<Self>)
            if (s.terms.view().empty()) return;
        a.late(s.terms);
    }
};

struct OrderApproved {
    static constexpr auto type = RecordType::OrderApproved;
    OrderRequest order;

    template <class Archive, class Self>
    static void fields(Archive& a, Self& s) {
        a(s.order);
        if constexpr (std::is_const_v<Self>)
            if (s.order.shown.raw == 0) return;
        a.late(s.order.shown);
    }
};

struct OrderRefused {
    static constexpr auto type = RecordType::OrderRefused;
    OrderRequest order;
    Refusal refusal;

    template <class Archive, class Self>
    static void fields(Archive& a, Self& s) {
        a(s.order, s.refusal);
        if constexpr (std::is_const_v<Self>) {
            if (!s.refusal.would_pass && s.order.shown.raw == 0) return;
        }
        a.late(s.refusal.would_pass);
        if constexpr (std::is_const_v<Self>)
            if (s.order.shown.raw == 0) return;
        a.late(s.order.shown);
    }
};

struct AmendApproved {
    static constexpr auto type = RecordType::AmendApproved;
    AmendRequest amend;

    template <class Archive, class Self>
    static void fields(Archive& a, Self& s) {
        a(s.amend);
    }
};

struct CancelSent {
    static constexpr auto type = RecordType::CancelSent;
    CancelRequest cancel;

    template <class Archive, class Self>
    static void fields(Archive& a, Self& s) {
        a(s.cancel);
    }
};

struct OrderChanged {
    static constexpr auto type = RecordType::OrderChanged;
    Stamp stamp;
    OrderUpdate update;

    template <class Archive, class Self>
    static void fields(Archive& a, Self& s) {
        a(s.stamp, s.update);
    }
};

/// One strategy's part of a fill: lots (signed), and what the fill did to its cash.
struct FillShare {
    StrategyId strategy;
    Qty qty;
    Money cash;  ///< quote, without the fee
    Money fee;   ///< of fee_asset

    template <class Archive, class Self>
    static void fields(Archive& a, Self& s) {
        a(s.strategy, s.qty, s.cash, s.fee);
    }
};

/// A fill as booked. One fill belongs to few strategies; more than `max_shares` is refused at
/// start.
struct FillBooked {
    static constexpr auto type = RecordType::FillBooked;
    static constexpr std::size_t max_shares = 64;
    Stamp stamp;
    InstrumentId instrument;
    VenueId venue;
    Fill fill;
    std::span<const FillShare> shares_out;  ///< when writing
    std::vector<FillShare> shares;          ///< when reading

    template <class Archive, class Self>
    static void fields(Archive& a, Self& s) {
        a(s.stamp, s.instrument, s.venue, s.fill);
        if constexpr (std::is_const_v<Self>) {
            a(static_cast<std::uint32_t>(s.shares_out.size()));
            for (const auto& share : s.shares_out) a(share);
        } else {
            a(s.shares);
        }
    }
};

/// Two strategies' opposite changes met inside, without fee.
struct CrossBooked {
    static constexpr auto type = RecordType::CrossBooked;
    InstrumentId instrument;
    StrategyId buyer;
    StrategyId seller;
    Price price;
    Qty qty;
    Money cash;  ///< from buyer to seller

    template <class Archive, class Self>
    static void fields(Archive& a, Self& s) {
        a(s.instrument, s.buyer, s.seller, s.price, s.qty, s.cash);
    }
};

struct BalanceBooked {
    static constexpr auto type = RecordType::BalanceBooked;
    Stamp stamp;
    InstrumentId instrument;
    VenueId venue;
    Balance balance;
    StrategyId strategy;  ///< whose share this record is

    template <class Archive, class Self>
    static void fields(Archive& a, Self& s) {
        a(s.stamp, s.instrument, s.venue, s.balance, s.strategy);
    }
};

/// The marked value of one virtual account, or of all together (`total`).
struct EquitySampled {
    static constexpr auto type = RecordType::EquitySampled;
    static constexpr StrategyId total{0xFFFE};
    StrategyId account;
    Money equity;
    Money peak;  ///< highest equity so far
    std::int64_t
        max_drawdown_ppb{};  ///< largest fall from a peak so far, parts per 1e9 of that peak
    std::optional<Money> armed_peak{};  ///< since a person has seen the losses before

    template <class Archive, class Self>
    static void fields(Archive& a, Self& s) {
        a(s.account, s.equity, s.peak, s.max_drawdown_ppb);
        a.late(s.armed_peak);
    }
};

/// The same of one of several venues: what is there, whosever it is.
struct VenueEquitySampled {
    static constexpr auto type = RecordType::VenueEquitySampled;
    VenueId venue;
    Money equity;
    Money peak;
    std::int64_t max_drawdown_ppb{};

    template <class Archive, class Self>
    static void fields(Archive& a, Self& s) {
        a(s.venue, s.equity, s.peak, s.max_drawdown_ppb);
    }
};

struct InstrumentStatusChanged {
    static constexpr auto type = RecordType::InstrumentStatusChanged;
    InstrumentId instrument;
    bool tradable{};

    template <class Archive, class Self>
    static void fields(Archive& a, Self& s) {
        a(s.instrument, s.tradable);
    }
};

struct CommandTaken {
    static constexpr auto type = RecordType::CommandTaken;
    Command command;

    template <class Archive, class Self>
    static void fields(Archive& a, Self& s) {
        a(s.command);
    }
};

/// The instrument's prices from when trading could begin to the end: what holding it came to.
struct InstrumentClosed {
    static constexpr auto type = RecordType::InstrumentClosed;
    InstrumentId instrument;
    Price first;
    Price last;

    template <class Archive, class Self>
    static void fields(Archive& a, Self& s) {
        a(s.instrument, s.first, s.last);
    }
};

struct SessionClosed {
    static constexpr auto type = RecordType::SessionClosed;
    std::uint64_t events{};
    std::uint64_t bars{};

    template <class Archive, class Self>
    static void fields(Archive& a, Self& s) {
        a(s.events, s.bars);
    }
};

}  // namespace nightjar::core
