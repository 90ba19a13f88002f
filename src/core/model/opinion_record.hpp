#pragma once
/// What the ledger holds of opinions that came from outside the engine's thread.

#include "core/model/event.hpp"
#include "core/model/record_type.hpp"

namespace nightjar::core {

struct OpinionTaken {
    static constexpr auto type = RecordType::OpinionTaken;
    Stamp stamp;
    OpinionReady ready;

    template <class Archive, class Self>
    static void fields(Archive& a, Self& s) {
        a(s.stamp, s.ready);
    }
};

}  // namespace nightjar::core
