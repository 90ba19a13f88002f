/// nightjar-fuzz --target=NAME, then what libFuzzer takes; --targets tells their names. One program
/// for all targets: it links once, and libFuzzer passes over what begins with two dashes.

#include "target.hpp"

#include <fmt/core.h>

#include <cstdint>
#include <cstdlib>

namespace nightjar::fuzz {
namespace {

template <class Use>
void each(const Use& use) {
    for (const auto targets : {feed_targets(), account_targets(), text_targets()})
        for (const auto& target : targets) use(target);
}

const Target*& chosen() {
    static const Target* target = nullptr;
    return target;
}

int choose_target(std::span<char*> args) {
    constexpr std::string_view option = "--target=";
    for (const std::string_view arg : args) {
        if (arg == "--targets") {
            each([](const Target& target) { fmt::print("{}\n", target.name); });
            std::exit(EXIT_SUCCESS);  // NOLINT(concurrency-mt-unsafe): no thread yet
        }
        if (arg.starts_with(option))
            each([name = arg.substr(option.size())](const Target& target) {
                if (target.name == name) chosen() = &target;
            });
    }
    NJ_CHECK(chosen() != nullptr, "--target=NAME is missing or names none; --targets lists them");
    return 0;
}

}  // namespace
}  // namespace nightjar::fuzz

extern "C" int LLVMFuzzerInitialize(int* count, char*** args) {
    return nightjar::fuzz::choose_target({*args, static_cast<std::size_t>(*count)});
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    nightjar::fuzz::chosen()->run({reinterpret_cast<const char*>(data), size});
    return 0;
}
