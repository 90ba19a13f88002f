/// An archive that is served here, in memory, with everything that goes wrong on the way.

#include "data/fetch.hpp"

#include "core/base/random.hpp"
#include "data/errc.hpp"
#include "net/memory_transport.hpp"
#include "store/sha256.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <charconv>
#include <fstream>
#include <map>
#include <set>

namespace nightjar::data {
namespace {

core::Time day(std::string_view text) { return core::parse_time(text).value(); }

ArchiveWish bars(std::string_view from, std::string_view until) {
    return {.futures = false,
            .kind = ArchiveWish::Kind::Bars,
            .symbol = "BTCUSDT",
            .interval = "1h",
            .from = day(from),
            .until = day(until)};
}

TEST(ArchiveParts, AreMonthsThatAreOverAndDaysForTheRest) {
    const auto parts = archive_parts(bars("2024-01-30", "2024-04-03"), day("2024-05-01")).value();
    ASSERT_EQ(parts.size(), 2U + 2U + 2U);
    EXPECT_EQ(parts[0].file.folder + parts[0].file.name,
              "/data/spot/daily/klines/BTCUSDT/1h/BTCUSDT-1h-2024-01-30.zip");
    EXPECT_EQ(parts[2].file.folder + parts[2].file.name,
              "/data/spot/monthly/klines/BTCUSDT/1h/BTCUSDT-1h-2024-02.zip");
    EXPECT_EQ(parts[2].days.size(), 29U) << "2024 has a leap day";
    EXPECT_EQ(parts[5].file.name, "BTCUSDT-1h-2024-04-02.zip");
}

TEST(ArchiveParts, OfTheFutureDoNotExistAndUnknownThingsAreRefusedInWords) {
    EXPECT_EQ(archive_parts(bars("2024-01-01", "2024-12-31"), day("2024-01-03")).value().size(),
              2U);
    EXPECT_FALSE(archive_parts(bars("2024-01-03", "2024-01-09"), day("2024-01-03")).has_value());
    auto wish = bars("2024-01-01", "2024-02-01");
    wish.interval = "7m";
    EXPECT_NE(archive_parts(wish, day("2025-01-01")).error().text().find("7m: the archive has"),
              std::string_view::npos);
    wish = bars("2024-01-01", "2024-02-01");
    wish.symbol = "../etc";
    EXPECT_FALSE(archive_parts(wish, day("2025-01-01")).has_value());
    wish = bars("2024-01-01", "2024-02-01");
    wish.kind = ArchiveWish::Kind::Funding;
    EXPECT_FALSE(archive_parts(wish, day("2025-01-01")).has_value()) << "spot has none";
    wish.futures = true;
    EXPECT_EQ(archive_parts(wish, day("2025-01-01")).value().front().file.folder,
              "/data/futures/um/monthly/fundingRate/BTCUSDT/");
}

/// Has the files that it is given, and serves them in ranges.
struct Mirror final : net::WebService {
    std::map<std::string, std::string> files;
    std::multiset<std::string> asked;
    unsigned faulty_status{};
    std::uint64_t chance_of_fault{};  ///< in 100
    bool ranges{true};
    core::Random chance{7, 7};

    void add(const std::string& path, std::string bytes) {
        files[path + ".CHECKSUM"] =
            store::to_hex(store::sha256(std::as_bytes(std::span{bytes}))) + "  file.zip\n";
        files[path] = std::move(bytes);
    }
    void on_request(const net::WebRequest& request, Reply reply) override {
        asked.insert(request.target);
        if (chance.below(100) < chance_of_fault) return reply({faulty_status, {}, "busy"});
        const auto found = files.find(request.target);
        if (found == files.end()) return reply({404, {}, "no such key"});
        const auto range = net::header(request.headers, "Range");
        if (range.empty() || !ranges) return reply({200, {}, found->second});
        std::size_t from{};
        std::size_t to{found->second.size()};
        const auto digits = range.substr(std::string_view{"bytes="}.size());
        std::from_chars(digits.data(), digits.data() + digits.size(), from);
        const auto last = digits.substr(digits.find('-') + 1);
        std::from_chars(last.data(), last.data() + last.size(), to);
        if (from >= found->second.size()) return reply({416, {}, ""});
        reply({206, {}, found->second.substr(from, to - from + 1)});
    }
    std::unique_ptr<net::WebSession> on_stream(const net::WebRequest& /*request*/,
                                               net::WebPeer& /*peer*/) override {
        return nullptr;
    }
};

struct Archive : testing::Test {
    Archive() {
        net.serve(server, mirror);
        std::filesystem::remove_all(folder);
    }
    ~Archive() override { std::filesystem::remove_all(folder); }

    core::Result<Fetched> fetch(std::vector<ArchivePart> parts,
                                core::Duration most = core::hours(2)) {
        std::optional<core::Result<Fetched>> answer;
        Fetch job{net, {.archive = server, .folder = folder}, std::move(parts)};
        job.start([&](const FetchProgress& so_far) { progress = so_far; },
                  [&](core::Result<Fetched> fetched) { answer = std::move(fetched); });
        for (const auto end = net.now() + most; net.now() < end && !answer;)
            net.run_until(net.now() + core::milliseconds(100));
        if (!answer) return core::fail(Errc::NotFetched, "it is still under way");
        return *answer;
    }
    [[nodiscard]] static std::string content(std::size_t size, char seed) {
        std::string bytes(size, seed);
        for (std::size_t i = 0; i < size; ++i)
            bytes[i] = static_cast<char>(static_cast<std::size_t>(seed) + i % 97);
        return bytes;
    }
    [[nodiscard]] static std::string read(const std::filesystem::path& file) {
        std::ifstream stream{file, std::ios::binary};
        return {std::istreambuf_iterator<char>{stream}, {}};
    }

    net::MemoryTransport net{day("2024-06-01")};
    net::Url server{net::Url::parse("http://127.0.0.1:9100/").value()};
    Mirror mirror;
    std::filesystem::path folder{std::filesystem::temp_directory_path() /
                                 fmt::format("nightjar_fetch_{}", ::getpid())};
    FetchProgress progress;
    std::vector<ArchivePart> three{
        {{"/a/", "one.zip"}, {}}, {{"/a/", "two.zip"}, {}}, {{"/a/", "three.zip"}, {}}};
};

TEST_F(Archive, ComesWholeInPartsAndInItsOrderAndIsNotAskedForTwice) {
    mirror.add("/a/one.zip", content(4'321, 'a'));
    mirror.add("/a/two.zip", content(1'000, 'b'));
    mirror.add("/a/three.zip", content(7, 'c'));
    const auto fetched = fetch(three);
    ASSERT_TRUE(fetched.has_value()) << fetched.error().text();
    ASSERT_EQ(fetched->files.size(), 3U);
    EXPECT_EQ(fetched->files[0].filename(), "one.zip");
    EXPECT_EQ(fetched->files[2].filename(), "three.zip");
    EXPECT_EQ(read(fetched->files[0]), content(4'321, 'a'));
    EXPECT_EQ(read(fetched->files[1]), content(1'000, 'b'));
    EXPECT_EQ(fetched->bytes, 4'321U + 1'000U + 7U);
    EXPECT_EQ(progress.done, 3U);
    mirror.asked.clear();
    const auto again = fetch(three);
    ASSERT_TRUE(again.has_value());
    EXPECT_EQ(again->there, 3U);
    EXPECT_TRUE(mirror.asked.empty());
}

TEST_F(Archive, GoesOnWhereAnotherProcessEnded) {
    mirror.add("/a/one.zip", content(10'000, 'a'));
    std::filesystem::create_directories(folder);
    std::ofstream{folder / "one.zip.part", std::ios::binary}
        << content(10'000, 'a').substr(0, 6'500);
    const auto fetched = fetch({three[0]});
    ASSERT_TRUE(fetched.has_value()) << fetched.error().text();
    EXPECT_EQ(fetched->bytes, 3'500U);
    EXPECT_EQ(read(fetched->files[0]), content(10'000, 'a'));
}

TEST_F(Archive, WhatWasIssuedAnewSinceIsBroughtAnew) {
    mirror.add("/a/one.zip", content(10'000, 'a'));
    std::filesystem::create_directories(folder);
    std::ofstream{folder / "one.zip.part", std::ios::binary} << content(6'500, 'z');
    const auto fetched = fetch({three[0]});
    ASSERT_TRUE(fetched.has_value()) << fetched.error().text();
    EXPECT_EQ(read(fetched->files[0]), content(10'000, 'a'));
}

TEST_F(Archive, ServesThroughTroubleAndAServerWithoutRanges) {
    mirror.add("/a/one.zip", content(20'000, 'a'));
    mirror.add("/a/two.zip", content(20'000, 'b'));
    mirror.add("/a/three.zip", content(20'000, 'c'));
    mirror.faulty_status = 503;
    mirror.chance_of_fault = 30;
    auto fetched = fetch(three);
    ASSERT_TRUE(fetched.has_value()) << fetched.error().text();
    for (std::size_t i = 0; i < 3; ++i)
        EXPECT_EQ(read(fetched->files[i]), content(20'000, static_cast<char>('a' + i)));
    std::filesystem::remove_all(folder);
    mirror.ranges = false;
    mirror.chance_of_fault = 0;
    fetched = fetch(three);
    ASSERT_TRUE(fetched.has_value()) << fetched.error().text();
    EXPECT_EQ(read(fetched->files[1]), content(20'000, 'b'));
}

TEST_F(Archive, ThatStaysDownIsGivenUpInWordsAndKeepsWhatCame) {
    mirror.add("/a/one.zip", content(20'000, 'a'));
    mirror.faulty_status = 503;
    mirror.chance_of_fault = 100;
    const auto fetched = fetch({three[0]});
    ASSERT_FALSE(fetched.has_value());
    EXPECT_EQ(fetched.error().text(), "one.zip.CHECKSUM: HTTP 503; start it again to go on");
}

TEST_F(Archive, WrongBytesNeverLieUnderTheName) {
    mirror.add("/a/one.zip", content(2'500, 'a'));
    mirror.files["/a/one.zip"][1'200] ^= 1;
    const auto fetched = fetch({three[0]});
    ASSERT_FALSE(fetched.has_value());
    EXPECT_EQ(fetched.error().code, Errc::BadChecksum);
    EXPECT_FALSE(std::filesystem::exists(folder / "one.zip"));
}

TEST_F(Archive, DaysStandInForAMonthThatIsNotThereAndWhatIsMissingIsNamed) {
    mirror.add("/d/day1.zip", content(100, 'a'));
    mirror.add("/d/day3.zip", content(100, 'c'));
    const auto fetched = fetch(
        {{{"/m/", "month.zip"}, {{"/d/", "day1.zip"}, {"/d/", "day2.zip"}, {"/d/", "day3.zip"}}}});
    ASSERT_TRUE(fetched.has_value()) << fetched.error().text();
    ASSERT_EQ(fetched->files.size(), 2U);
    EXPECT_EQ(fetched->files[1].filename(), "day3.zip");
    EXPECT_EQ(fetched->missing, std::vector<std::string>{"day2.zip"});
}

}  // namespace
}  // namespace nightjar::data
