#pragma once
/// Ports that nothing leaves by. Private to the room.

#include "core/model/ports.hpp"

namespace nightjar::backtest {

/// What was sent then is not sent again: the answers are among the inputs.
class SilentVenue final : public core::Venue {
public:
    void submit(core::Approved<core::OrderRequest>&&) override {}
    void amend(core::Approved<core::AmendRequest>&&) override {}
    void cancel(const core::CancelRequest&) override {}
};

class SilentJournal final : public core::Journal {
public:
    void append(core::RecordType, core::Time, std::span<const std::byte>) override {}
    [[nodiscard]] bool healthy() const override { return true; }
};

}  // namespace nightjar::backtest
