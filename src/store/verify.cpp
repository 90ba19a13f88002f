#include "store/chain.hpp"
#include "store/errc.hpp"
#include "store/ledger.hpp"

namespace nightjar::store {

namespace {

/// `error`, of whatever kind, found in `block`.
std::unexpected<core::Error> broken(std::uint64_t block, const core::Error& error) {
    if (error.code == Errc::InputsMissing || error.code == Errc::ChainBroken)
        return std::unexpected{error};
    return core::fail(Errc::ChainBroken, "block {}: {}", block, error.text());
}

}  // namespace

core::Result<LedgerProof> verify(const path& ledger, const std::optional<path>& inputs) {
    NJ_TRY(chain, ChainFile::open_to_read(ledger));
    NJ_TRY(hasher, BlockHasher::open(ledger, inputs, ChainEntry::beginning()));
    auto proved = hasher.last();
    for (std::uint64_t index = 0; index < chain.size(); ++index) {
        NJ_TRY(expected, chain.read(index));
        auto found = hasher.next();
        if (!found) return broken(index + 1, found.error());
        if (!*found && index + 1 == chain.size()) {
            NJ_TRY(unfinished, hasher.unfinished(expected.inputs_end));
            *found = unfinished;
        }
        if (!*found || **found != expected)
            return core::fail(Errc::ChainBroken, "block {}: ledger and chain differ", index + 1);
        proved = expected;
    }
    // Behind the chain's end there is nothing to compare with, but the records must be whole.
    for (;;) {
        auto more = hasher.next();
        if (!more) return broken(hasher.last().block + 1, more.error());
        if (!*more) break;
    }
    return LedgerProof{.blocks = chain.size(),
                       .records = hasher.records(),
                       .bytes = hasher.position(),
                       .unchained_bytes = hasher.position() - proved.ledger_end,
                       .head = to_hex(proved.head)};
}

}  // namespace nightjar::store
