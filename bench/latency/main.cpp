/// nightjar-latency FOLDER [UPDATES]: times of the path from a book's update to a signed order, as
/// lines of JSON. The ledgers go to FOLDER, which is made anew. bench/latency runs it.

#include "measures.hpp"

#include <fmt/core.h>

#include <cstdlib>
#include <filesystem>
#include <span>

int main(int count, char** values) {
    const std::span args{values, static_cast<std::size_t>(count)};
    if (args.size() < 2 || args.size() > 3) {
        fmt::print(stderr, "usage: nightjar-latency FOLDER [UPDATES]\n");
        return EXIT_FAILURE;
    }
    constexpr std::size_t usual = 200'000;
    constexpr std::size_t part_over_sockets = 10;
    constexpr std::uint64_t seed = 20'261'122;
    const std::filesystem::path folder{args[1]};
    const std::size_t updates = args.size() == 3 ? std::stoul(args[2]) : usual;
    std::filesystem::remove_all(folder);
    std::filesystem::create_directories(folder);
    const auto market = nightjar::latency::make_market(updates, seed);
    nightjar::latency::measure_in_memory(market, folder);
    nightjar::latency::measure_beside_models(market, folder);
    nightjar::latency::measure_loopback(market, updates / part_over_sockets, folder);
}
