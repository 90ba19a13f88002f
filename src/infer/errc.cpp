#include "infer/errc.hpp"

namespace nightjar::infer {

std::string_view errc_name(Errc errc) {
    switch (errc) {
        case Errc::OutOfRange: return "out_of_range";
        case Errc::BadModel: return "bad_model";
        case Errc::BadCard: return "bad_card";
        case Errc::TooLong: return "too_long";
        case Errc::Late: return "late";
        case Errc::Failed: return "failed";
        case Errc::BadBook: return "bad_book";
        case Errc::BadPrompt: return "bad_prompt";
        case Errc::NoLabel: return "no_label";
    }
    return "unknown";
}

}  // namespace nightjar::infer
