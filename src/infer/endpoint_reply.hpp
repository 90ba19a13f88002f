#pragma once
/// What a server that speaks OpenAI's interface says of a few labels: pure. None of its text goes
/// anywhere.

#include "core/base/result.hpp"

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace nightjar::infer {

/// A server shows its likeliest tokens as text, and a label is known by how it begins. Error:
/// BadCard, for a label that is blank, or how another begins: their first tokens cannot be told
/// apart. Blanks before a label do not count.
core::Status check_labels(std::span<const std::string> labels);

/// ln P of each label, out of the likeliest first tokens that the body of an answer lists, either
/// as /completions has them since 2020 ({token: ln P}) or as chats ([{token, logprob}]). A label
/// has the sum of the tokens that it alone begins with, blanks before them aside. One that has none
/// gets as much as the least likely of the list, or its part of what the list leaves, whichever is
/// less; 1e-12 at least. Errors: NoLabel, where no label is listed, or none as likely as a token
/// that several begin with; Failed, for a body that is no such answer.
core::Result<std::vector<double>> read_reply(std::string_view body,
                                             std::span<const std::string> labels);

}  // namespace nightjar::infer
