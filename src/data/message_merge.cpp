#include "data/message_merge.hpp"

#include "data/errc.hpp"
#include "data/tape_maker.hpp"

namespace nightjar::data {

MessageMerge::MessageMerge(std::span<const Recording> files) {
    for (const auto& file : files) {
        auto& input = inputs_.emplace_back();
        input.file = &file;
        input.reader = file.read();
    }
}

core::Status MessageMerge::advance(Input& input) {
    auto more = input.reader->next(input.message);
    if (!more)
        return core::fail(more.error().code, "{}:{}", input.file->name(), more.error().text());
    input.ended = !*more;
    input.wanted = false;
    if (input.ended) return {};
    if (const auto time =
            input.message.received ? input.message.received : time_of(input.message.message))
        input.time_ns = time->ns;
    return {};
}

core::Result<const RecordedMessage*> MessageMerge::next() {
    Input* earliest = nullptr;
    for (auto& input : inputs_) {
        if (input.wanted && !input.ended) NJ_TRY(advance(input));
        if (!input.ended && (earliest == nullptr || input.time_ns < earliest->time_ns))
            earliest = &input;
    }
    if (earliest == nullptr) return nullptr;
    earliest->wanted = true;
    last_ = earliest;
    return &earliest->message;
}

std::unexpected<core::Error> MessageMerge::located(const core::Error& error) const {
    return core::fail(error.code, "{}:{}: {}", last_->file->name(), last_->message.line,
                      error.text());
}

}  // namespace nightjar::data
