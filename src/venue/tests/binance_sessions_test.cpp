/// Recorded sessions of several markets, with their snapshots. They are not part of the project:
/// where they are missing the tests say that they were skipped.

#include "venue/binance/depth_sequence.hpp"
#include "venue/binance/public_codec.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <map>
#include <string>
#include <utility>
#include <vector>

namespace nightjar::venue::binance {
namespace {

using Verdict = DepthSequence::Verdict;

struct Line {
    double at{};
    std::string symbol;  ///< of a REST answer, which may not name it
    std::string json;
};

/// "time: message" of the stream, "address -> time: answer" of REST; the rest is about connections.
std::vector<Line> lines_of(const std::filesystem::path& file) {
    std::vector<Line> lines;
    std::ifstream in{file};
    for (std::string text; std::getline(in, text);) {
        const auto json = text.find(": {");
        if (json == std::string::npos) continue;
        auto head = text.substr(0, json);
        Line line;
        line.json = text.substr(json + 2);
        if (const auto arrow = head.find(" -> "); arrow != std::string::npos) {
            const auto name = head.find("symbol=") + 7;
            line.symbol = head.substr(name, head.find('&', name) - name);
            head.erase(0, arrow + 4);
        } else if (head.find_first_not_of("0123456789.") != std::string::npos) {
            continue;
        }
        line.at = std::stod(head);
        lines.push_back(std::move(line));
    }
    return lines;
}

struct Book {
    explicit Book(DepthSequence::Rule rule) : sequence{rule} {}

    void offer(const DepthUpdate& update) {
        const auto verdict = sequence.next(update);
        if (verdict == Verdict::Buffer) waiting.push_back(update);
        if (verdict == Verdict::Apply) ++applied;
        if (verdict == Verdict::Gap) ++gaps;
    }
    void take(const DepthSnapshot& snapshot) {
        EXPECT_TRUE(sequence.snapshot(snapshot));
        for (const auto& update : std::exchange(waiting, {})) offer(update);
    }

    DepthSequence sequence;
    std::vector<DepthUpdate> waiting;  // numbers only: their levels are gone
    int applied{};
    int gaps{};
};

class BinanceSessions : public testing::Test {
protected:
    void SetUp() override {
        if (!std::filesystem::is_directory(folder_))
            GTEST_SKIP() << "the folder of recorded sessions, " << folder_ << ", is missing";
    }
    std::map<std::string, Book> books_of(const std::string& session, DepthSequence::Rule rule) {
        std::multimap<double, Line> lines;  // by time; at the same time in the files' order
        for (const auto* part : {".ws.1.0", ".http.0.0"})
            for (auto& line : lines_of(folder_ / (session + part)))
                lines.emplace(line.at, std::move(line));
        std::map<std::string, Book> books;
        PublicDecoder decoder;
        for (const auto& [at, line] : lines) {
            const auto message = decoder.decode(line.json);
            EXPECT_TRUE(message) << message.error().text();
            if (!message) continue;
            const auto name = message->symbol.empty() ? line.symbol : std::string{message->symbol};
            auto& book = books.try_emplace(name, rule).first->second;
            if (const auto* update = std::get_if<DepthUpdate>(&message->body)) book.offer(*update);
            if (const auto* all = std::get_if<DepthSnapshot>(&message->body)) book.take(*all);
        }
        return books;
    }
    static int applied(const std::map<std::string, Book>& books) {
        int sum = 0;
        for (const auto& [name, book] : books) {
            EXPECT_EQ(book.gaps, 0) << name;
            sum += book.applied;
        }
        return sum;
    }

    std::filesystem::path folder_ = NIGHTJAR_SHARED_DATA "/../vectors/cryptofeed";
};

TEST_F(BinanceSessions, JoinTheBooksOfFourSpotMarkets) {
    const auto books = books_of("BINANCE", DepthSequence::Rule::Spot);
    EXPECT_EQ(books.size(), 4U);
    EXPECT_EQ(applied(books), 172);
}

TEST_F(BinanceSessions, JoinTheBooksOfFourFuturesMarkets) {
    const auto books = books_of("BINANCE_FUTURES", DepthSequence::Rule::Futures);
    EXPECT_EQ(books.size(), 4U);
    EXPECT_EQ(applied(books), 752);
}

}  // namespace
}  // namespace nightjar::venue::binance
