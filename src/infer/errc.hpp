#pragma once
/// What may go wrong with models.

#include <cstdint>
#include <string_view>

namespace nightjar::infer {

enum class Errc : std::uint8_t {
    OutOfRange,  ///< too few bars, or bars that cannot be
    BadModel,    ///< a file that is no model, damaged, or of a kind that is not known
    BadCard,     ///< what stands beside a model does not fit it
    TooLong,     ///< a prompt that the model has no room for
    Late,        ///< no answer before the deadline
    Failed,      ///< the library could not compute it
    BadBook,     ///< answers on disk that were changed
    BadPrompt,   ///< a template that is not what it says, or asks for what there is not
    NoLabel,     ///< what a server finds likely is none of the answers that it may give
};
constexpr std::string_view errc_room(Errc) { return "infer"; }
std::string_view errc_name(Errc errc);

}  // namespace nightjar::infer
