/// nightjar keys add | list | test | remove: what proves to venues that it is us.

#include "app/command.hpp"
#include "app/errc.hpp"
#include "app/key_check.hpp"
#include "app/passphrase.hpp"
#include "app/session_dir.hpp"
#include "venue/addresses.hpp"

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include <fstream>
#include <iterator>

namespace nightjar::app {

using core::fail;
using core::Status;
using venue::Secret;

namespace {

struct Wanted {
    std::string name;
    std::string venue;
    std::string environment{"production"};
    std::vector<std::string> hosts;
    std::string id;
    std::string secret_file;
};

core::Result<Secret> secret_of(const Wanted& wanted) {
    if (wanted.secret_file.empty()) return type_secret("secret");
    std::ifstream file{wanted.secret_file, std::ios::binary};
    if (!file) return fail(Errc::Io, "{}: cannot be read", wanted.secret_file);
    return Secret{std::string{std::istreambuf_iterator<char>{file}, {}}};
}

/// The one of the file that is there, or a new one, typed twice.
core::Result<Secret> passphrase_for(const std::filesystem::path& file) {
    if (std::filesystem::exists(file)) return passphrase("to change it");
    NJ_TRY(first, type_secret("new passphrase of the key file"));
    constexpr std::size_t shortest = 8;
    if (first.reveal().size() < shortest)
        return fail(Errc::BadCall, "a passphrase has {} characters at least", shortest);
    NJ_TRY(second, type_secret("the same again"));
    if (first.reveal() != second.reveal())
        return fail(Errc::BadCall, "the two are not the same; nothing was written");
    return first;
}

Status add(const Globals& globals, Wanted wanted) {
    NJ_TRY(root, data_dir(globals.data_dir));
    const auto* known = venue::find_addresses(wanted.venue, wanted.environment);
    if (wanted.hosts.empty() && known == nullptr)
        return fail(Errc::BadCall, "{} has no environment {}; name its hosts with --host",
                    wanted.venue, wanted.environment);
    if (wanted.hosts.empty())
        for (const auto host : venue::private_hosts(*known)) wanted.hosts.emplace_back(host);
    const auto file = key_file(root);
    NJ_TRY(phrase, passphrase_for(file));
    NJ_TRY(ring, load_keys(file, phrase));
    NJ_TRY(secret, secret_of(wanted));
    Secret extra;
    if (wanted.venue == "okx") {
        NJ_TRY(typed, type_secret("passphrase of the API key"));
        extra = std::move(typed);
    }
    auto status = ring.add({.name = wanted.name,
                            .venue = wanted.venue,
                            .hosts = wanted.hosts,
                            .credentials = {wanted.id, std::move(secret), std::move(extra)}});
    if (!status) return fail(Errc::BadCall, "{}", status.error().text());
    NJ_TRY(save_keys(file, ring, phrase));
    fmt::print(stderr, "key {} is kept in {}\n", wanted.name, file.string());
    return {};
}

Status list(const Globals& globals) {
    NJ_TRY(root, data_dir(globals.data_dir));
    NJ_TRY(ring, load_keys(key_file(root)));
    auto out = nlohmann::ordered_json::array();
    for (const auto& key : ring.keys()) {
        if (globals.json)
            out.push_back({{"name", key.name}, {"venue", key.venue}, {"hosts", key.hosts}});
        else
            fmt::print(
                "{:<16} {:<12} goes to {}{}\n", key.name, key.venue, key.hosts.front(),
                key.hosts.size() > 1 ? fmt::format(" and {} more", key.hosts.size() - 1) : "");
    }
    if (globals.json) fmt::print("{}\n", out.dump(2));
    if (!globals.json && ring.keys().empty())
        fmt::print("no keys yet: nightjar keys add NAME --venue VENUE --id KEY\n");
    return {};
}

Status remove(const Globals& globals, const std::string& name) {
    NJ_TRY(root, data_dir(globals.data_dir));
    const auto file = key_file(root);
    if (!std::filesystem::exists(file)) return fail(Errc::BadCall, "there are no keys");
    NJ_TRY(phrase, passphrase("to change it"));
    NJ_TRY(ring, load_keys(file, phrase));
    if (!ring.remove(name))
        return fail(Errc::BadCall, "no key {}: `nightjar keys list` shows all", name);
    return save_keys(file, ring, phrase);
}

struct Trial {
    std::string name;
    std::string url;
    std::string protocol;
};

core::Result<net::Url> url_of(const venue::StoredKey& key, const Trial& trial) {
    if (!trial.url.empty()) return net::Url::parse(trial.url);
    const auto& host = key.hosts.front();
    const auto plain = net::Url::parse(fmt::format("http://{}", host));  // to loopback only
    return plain ? plain : net::Url::parse(fmt::format("https://{}", host));
}

Status test(const Globals& globals, const Trial& trial) {
    NJ_TRY(root, data_dir(globals.data_dir));
    NJ_TRY(ring, load_keys(key_file(root)));
    const auto* key = ring.find(trial.name);
    if (key == nullptr)
        return fail(Errc::BadCall, "no key {}: `nightjar keys list` shows all", trial.name);
    NJ_TRY(url, url_of(*key, trial));
    NJ_TRY(found, check_key(*key, trial.protocol.empty() ? key->venue : trial.protocol, url));
    if (globals.json) {
        nlohmann::ordered_json balances = nlohmann::ordered_json::object();
        for (const auto& [asset, total] : found.balances) balances[asset] = total;
        fmt::print("{}\n", nlohmann::ordered_json{{"key", key->name},
                                                  {"clock_ahead_ms", found.ahead_ms},
                                                  {"latency_ms", found.latency_ms},
                                                  {"trade", or_unknown(found.trade)},
                                                  {"withdraw", or_unknown(found.withdraw)},
                                                  {"balances", balances},
                                                  {"faults", found.faults},
                                                  {"warnings", found.warnings}}
                               .dump(2));
    } else {
        fmt::print("key {} at {}\n  answers in {} ms; its clock is {} ms ahead of ours\n",
                   key->name, url.authority(), found.latency_ms, found.ahead_ms);
        fmt::print("  may trade: {}; may withdraw: {}\n", or_unknown(found.trade),
                   or_unknown(found.withdraw));
        for (const auto& [asset, total] : found.balances) fmt::print("  {:<6} {}\n", asset, total);
        print_advice(found);
    }
    if (!found.faults.empty()) return fail(Errc::Io, "{}", found.faults.front());
    return {};
}

}  // namespace

void add_keys(CLI::App& program, Globals& globals, Action& action) {
    auto* keys = program.add_subcommand("keys", "the API keys of your accounts, kept encrypted");
    keys->require_subcommand(1);
    auto wanted = std::make_shared<Wanted>();
    auto* adding = keys->add_subcommand("add", "add a key; its secret is typed and not shown");
    adding->add_option("name", wanted->name, "what the configuration calls it")->required();
    adding
        ->add_option("--venue", wanted->venue,
                     "binance, binanceusdm, bybit, okx, kraken or coinbase; endpoint: a "
                     "language model's server, with --host")
        ->required();
    adding->add_option("--id", wanted->id, "the key's own name, which the venue shows")->required();
    adding->add_option("--environment", wanted->environment, "production, testnet or demo")
        ->capture_default_str();
    adding->add_option("--host", wanted->hosts,
                       "a host (and port) to which it may go, instead of the environment's");
    adding->add_option("--secret-file", wanted->secret_file,
                       "a file with the secret, as the private key of Coinbase comes");
    adding->footer("example: nightjar keys add main --venue okx --id 0f1e2d3c");
    adding->callback([&, wanted] { action = [&, wanted] { return add(globals, *wanted); }; });
    keys->add_subcommand("list", "names, venues and hosts; never the keys")
        ->footer("example: nightjar keys list")
        ->callback([&] { action = [&] { return list(globals); }; });
    auto trial = std::make_shared<Trial>();
    auto* testing = keys->add_subcommand("test", "ask the venue what a key may do");
    testing->add_option("name", trial->name)->required();
    testing->add_option("--url", trial->url, "the REST interface, where it is not the first host");
    testing->add_option("--protocol", trial->protocol,
                        "bybitlinear or okxswap, where it is not the venue's spot market");
    testing->footer("example: nightjar keys test main");
    testing->callback([&, trial] { action = [&, trial] { return test(globals, *trial); }; });
    auto name = std::make_shared<std::string>();
    auto* removing = keys->add_subcommand("remove", "forget a key");
    removing->add_option("name", *name)->required();
    removing->footer("example: nightjar keys remove main");
    removing->callback([&, name] { action = [&, name] { return remove(globals, *name); }; });
}

}  // namespace nightjar::app
