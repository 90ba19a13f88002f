/// Who is told what of a running session, from outside, at a webhook on this machine.

#include "app/plan.hpp"
#include "app/tests/okx_session.hpp"
#include "notify/tests/http_stub.hpp"

namespace nightjar::app {
namespace {

using Json = nlohmann::json;
using notify::tests::HttpStub;
using tests::OkxSession;
using tests::Program;

constexpr auto path_secret = "S3CRET-of-the-hook";
constexpr auto sign_secret = "S3CRET-to-sign-with";

constexpr auto hook = R"(
[[notify]]
name = "hook"
kind = "webhook"
url_secret = "hook"
sign_secret = "hook-key"
)";

/// The secrets of `hook`, as a service manager or a shell gives them.
std::string given(const HttpStub& stub) {
    return fmt::format("NIGHTJAR_NOTIFY_HOOK={}/{} NIGHTJAR_NOTIFY_HOOK_KEY={}", stub.address(),
                       path_secret, sign_secret);
}

/// The next letter of a topic that has those words; null if none comes within a minute.
Json letter_of(HttpStub& stub, const std::string& topic, const std::string& words) {
    while (const auto came = stub.came.next(std::chrono::seconds{60})) {
        auto json = Json::parse(came->body);
        if (json["topic"] == topic && json["text"].get<std::string>().contains(words)) return json;
    }
    return nullptr;
}

/// The market in the process, with what a test adds.
void write_config(const Program& program, const std::string& more) {
    auto text = tests::read(std::string{NIGHTJAR_SOURCE_DIR} + "/config/agents.toml");
    const std::string port = "port = 8420";
    text.replace(text.find(port), port.size(), "port = 0");
    std::ofstream{program.file("mine.toml")} << text << more;
}

/// Whether it stands in any file of the program's folder.
bool somewhere(const Program& program, const std::string& text) {
    const auto folder = program.file("data");
    return tests::shell(fmt::format("grep -rlaF '{}' {} {}", text, folder.string(),
                                    program.file("out").string()))
               .code == 0;
}

TEST(Notifying, AWebhookHearsOfAKillFromOutsideAndOfTheEnd) {
    const Program program;
    HttpStub stub;
    write_config(program, hook);
    const auto config = program.file("mine.toml").string();
    const auto node = program.start("run " + config, given(stub));
    ASSERT_FALSE(letter_of(stub, "session", "has begun").is_null()) << program.output();
    const auto killed = program("kill 2>&1");
    EXPECT_EQ(killed.code, 0) << killed.out;
    const auto alarm = letter_of(stub, "kill_level", "kill level K2");
    ASSERT_FALSE(alarm.is_null()) << program.output();
    EXPECT_EQ(alarm["severity"], "alarm");
    EXPECT_TRUE(alarm["text"].get<std::string>().contains("set by ")) << alarm;
    EXPECT_TRUE(alarm["text"].get<std::string>().contains("all orders are cancelled")) << alarm;
    EXPECT_EQ(Program::end(node, SIGINT), 0) << program.output();
    EXPECT_FALSE(letter_of(stub, "session", "has ended").is_null());

    // In its next life it is told of that life alone.
    const auto again = program.start("run --resume last", given(stub));
    const auto goes_on = letter_of(stub, "session", "goes on");
    ASSERT_FALSE(goes_on.is_null()) << program.output();
    EXPECT_FALSE(goes_on["text"].get<std::string>().contains("has begun")) << goes_on;
    EXPECT_EQ(Program::end(again, SIGINT), 0) << program.output();
    while (const auto rest = stub.came.next(std::chrono::milliseconds{1}))
        EXPECT_NE(Json::parse(rest->body)["topic"], "kill_level") << rest->body;

    EXPECT_TRUE(somewhere(program, "url_secret")) << "the search finds what is there";
    EXPECT_FALSE(somewhere(program, path_secret));
    EXPECT_FALSE(somewhere(program, sign_secret));
}

TEST(Notifying, AWebhookThatIsDownStopsNothingAndTheLogSaysSo) {
    const Program program;
    write_config(program, "[[notify]]\nkind = \"webhook\"\nurl = \"" + notify::tests::nobody() +
                              "/S3CRET\"\n");
    const auto node = program.start("run " + program.file("mine.toml").string());
    ASSERT_FALSE(program.wait_for_fills(1).is_null()) << program.output();
    EXPECT_EQ(program("kill 2>&1").code, 0);
    EXPECT_EQ(Program::end(node, SIGINT), 0) << program.output();
    const auto log = tests::shell("cat " + program.file("data").string() + "/sessions/*/log.txt");
    EXPECT_NE(log.out.find("notifier webhook: cannot be reached"), std::string::npos) << log.out;
    EXPECT_NE(log.out.find("given up"), std::string::npos) << log.out;
}

TEST(Notifying, WithoutItsSecretNothingBegins) {
    const Program program;
    write_config(program, hook);
    const auto refused = program("run " + program.file("mine.toml").string() + " 2>&1 </dev/null");
    EXPECT_EQ(refused.code, 1);
    EXPECT_NE(refused.out.find("notifier hook: there is no secret \"hook\": set "
                               "NIGHTJAR_NOTIFY_HOOK, or give the service the systemd credential "
                               "nightjar-notify-hook"),
              std::string::npos)
        << refused.out;
    EXPECT_FALSE(std::filesystem::exists(program.file("data") / "sessions"));
}

TEST(NotifyCommand, SaysOfEachWhetherItArrivedAndWhyNot) {
    const Program program;
    HttpStub stub;
    const auto down = notify::tests::nobody();
    write_config(program, fmt::format("{}[[notify]]\nname = \"bot\"\nkind = \"telegram\"\ntoken = "
                                      "\"bot\"\nchat = \"42\"\naddress = \"{}\"\n",
                                      hook, down));
    std::filesystem::create_directory(program.file("given"));
    std::ofstream{program.file("given") / "nightjar-notify-bot"} << "123:S3CRET-of-the-bot\n";
    const auto call = [&](const std::string& arguments) {
        return tests::shell(
            given(stub) + " CREDENTIALS_DIRECTORY=" + program.file("given").string() + " " +
            program.command("notify " + program.file("mine.toml").string()) + " " + arguments);
    };
    const auto said = call("2>&1");
    EXPECT_EQ(said.code, 1);
    EXPECT_NE(said.out.find("hook (webhook): arrived\nbot (telegram): NOT sent: 127.0.0.1:"),
              std::string::npos)
        << said.out;
    EXPECT_NE(said.out.find("1 of 2 notifiers did not take it"), std::string::npos) << said.out;
    EXPECT_EQ(said.out.find("S3CRET"), std::string::npos) << said.out;
    EXPECT_TRUE(stub.came.next()->body.contains("nothing has happened"));
    const auto json = Json::parse(call("--json 2>/dev/null").out);
    EXPECT_EQ(json[0],
              (Json{{"name", "hook"}, {"kind", "webhook"}, {"arrived", true}, {"why", ""}}));
    EXPECT_EQ(json[1]["arrived"], false);

    write_config(program, "");
    EXPECT_EQ(call("2>&1").code, 2);
    const auto listed = Json::parse(program("notifiers --json").out);
    EXPECT_EQ(listed.size(), 3U);
}

struct NotifyTables : ::testing::Test {
    Program program;

    /// What reading it came to: an error without its folder, or nothing.
    [[nodiscard]] std::string read(const std::string& text) const {
        std::ofstream{program.file("mine.toml")} << text;
        auto file = *TomlTable::read(program.file("mine.toml"));
        const auto plans = read_notifiers(file);
        if (plans) return {};
        const auto said = std::string{plans.error().text()};
        return said.substr(said.find("mine.toml"));
    }
};

TEST_F(NotifyTables, ErrorsNameTheLineAndTheNearestName) {
    EXPECT_EQ(read("\n[[notify]]\nkind = \"webhok\"\n"),
              "mine.toml:2: no notifier \"webhok\"; did you mean \"webhook\"?");
    EXPECT_EQ(read("[[notify]]\nkind = \"webhook\"\nurl = \"https://example.com\"\n"
                   "topics = [\"kill_levels\"]\n"),
              "mine.toml:1: topics: \"kill_levels\" is none of alarm, kill_level, breaker, "
              "reconciliation, ramp, refusals, fills, daily, session, watchdog; did you mean "
              "\"kill_level\"?");
    EXPECT_EQ(read("[[notify]]\nkind = \"webhook\"\nulr = \"https://example.com\"\n"),
              "mine.toml:1: webhook: no setting \"ulr\"; did you mean \"url\"?");
    EXPECT_TRUE(read("[[notify]]\nkind = \"webhook\"\nurl = \"http://example.com\"\n")
                    .contains("what is not encrypted goes to this machine only"));
    EXPECT_TRUE(read("[[notify]]\nkind = \"webhook\"\nurl = \"https://a.b\"\nleast = \"alarms\"\n")
                    .contains("did you mean \"alarm\"?"));
    EXPECT_TRUE(read("[[notify]]\nkind = \"webhook\"\nurl = \"https://a.b\"\nper_hour = 0\n")
                    .contains("per_hour must be from 1 to 3600"));
    const std::string one = "[[notify]]\nkind = \"webhook\"\nurl = \"https://a.b\"\n";
    EXPECT_EQ(read(one), "");
    EXPECT_TRUE(read(one + one).contains("mine.toml:4: there are two notifiers \"webhook\""));
}

TEST_F(NotifyTables, ASecretIsNamedAndNotLookedForWhileReading) {
    EXPECT_EQ(read("[[notify]]\nkind = \"telegram\"\ntoken = \"bot\"\nchat = \"42\"\n"), "");
    const auto wrong = read("[[notify]]\nkind = \"telegram\"\ntoken = \"123:AA\"\nchat = \"42\"\n");
    EXPECT_TRUE(wrong.contains("token is the name of a secret")) << wrong;
    EXPECT_FALSE(wrong.contains("123:AA")) << wrong;
}

TEST_F(NotifyTables, AreNoPartOfWhatDecides) {
    const auto described = [&](const std::string& more) {
        write_config(program, more);
        auto file = *TomlTable::read(program.file("mine.toml"));
        return describe(*read_plan(file));
    };
    EXPECT_EQ(described(""), described(hook));
}

TEST(NotifyingWatchdog, TellsWhenTheNodeHangsAndWhatWasDone) {
    const OkxSession session;
    HttpStub stub;
    std::ofstream{session.config(), std::ios::app} << hook << "topics = [\"watchdog\"]\n";
    const auto environment =
        given(stub) + " CREDENTIALS_DIRECTORY=" + session.program.file("given").string();
    const auto node = session.program.start("run " + session.config(), environment);
    ASSERT_FALSE(session.program.wait_for_fills(1).is_null()) << session.program.output();
    ::kill(node, SIGSTOP);
    const auto watched =
        tests::shell(environment + " " + session.program.command("watchdog last --patience 2") +
                     " 2>&1 </dev/null");
    EXPECT_EQ(watched.code, 1) << watched.out;
    const auto first = letter_of(stub, "watchdog", "has not proved");
    EXPECT_EQ(first["severity"], "alarm") << watched.out;
    const auto done = letter_of(stub, "watchdog", "no order of the session is open");
    EXPECT_TRUE(done["text"].get<std::string>().contains("positions are as they were")) << done;
    EXPECT_EQ(watched.out.find("S3CRET"), std::string::npos) << watched.out;
    int status = 0;
    ::waitpid(node, &status, 0);

    const auto again = session.program.start("run --resume last", environment);
    ASSERT_FALSE(session.program.wait_for_fills(0).is_null()) << session.program.output();
    const pid_t ender = ::fork();
    if (ender == 0) {
        std::this_thread::sleep_for(std::chrono::seconds{3});
        ::kill(again, SIGINT);
        ::_exit(0);
    }
    EXPECT_EQ(tests::shell(environment + " " + session.program.command("watchdog last") +
                           " 2>&1 </dev/null")
                  .code,
              0);
    EXPECT_EQ(letter_of(stub, "watchdog", "ended in order")["severity"], "info");
    ::waitpid(ender, &status, 0);
    ::waitpid(again, &status, 0);
}

}  // namespace
}  // namespace nightjar::app
