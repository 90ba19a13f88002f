#include "infer/model_card.hpp"

#include "infer/candle_text.hpp"
#include "infer/endpoint_reply.hpp"
#include "infer/errc.hpp"
#include "store/file.hpp"
#include "store/sha256.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <fstream>
#include <iterator>

namespace nightjar::infer {

namespace fs = std::filesystem;
using core::fail;
using core::Result;
using core::Status;
using Json = nlohmann::json;

namespace {

bool plain(std::string_view name) {
    return !name.empty() && name.front() != '.' && std::ranges::all_of(name, [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
               c == '-' || c == '_' || c == '.';
    });
}

Status check_name(std::string_view name) {
    if (plain(name)) return {};
    return fail(Errc::BadCard, "\"{}\": letters, digits, -, _ and . make a name", name);
}

Result<ModelFamily> family_named(const std::string& wanted) {
    for (const auto family :
         {ModelFamily::LlamaLora, ModelFamily::FlanT5, ModelFamily::Phi, ModelFamily::Endpoint})
        if (name(family) == wanted) return family;
    return fail(Errc::BadCard, "family \"{}\": llama-lora, flan-t5, phi or endpoint is wanted",
                wanted);
}

Result<ModelTask> read_task(const Json& json) {
    ModelTask task;
    task.name = json.at("name").get<std::string>();
    task.encoding = json.at("encoding").get<int>();
    task.candles = json.at("candles").get<std::size_t>();
    task.before = json.at("before").get<std::string>();
    task.after = json.value("after", "");
    task.labels = json.at("labels").get<std::vector<std::string>>();
    task.barriers.horizon = json.value("horizon", task.barriers.horizon);
    task.barriers.width = json.value("width", task.barriers.width);
    task.barriers.cost_bps = json.value("cost_bps", task.barriers.cost_bps);
    if (task.encoding != candle_text_version)
        return fail(Errc::BadCard, "{}: it reads encoding {}; this program writes {}", task.name,
                    task.encoding, candle_text_version);
    constexpr std::size_t most_candles = 64;
    if (task.candles == 0 || task.candles > most_candles || task.labels.size() < 2)
        return fail(Errc::BadCard, "{}: {} candles and {} labels", task.name, task.candles,
                    task.labels.size());
    return task;
}

/// Throws what nlohmann throws.
Result<Endpoint> read_endpoint(const Json& json) {
    const auto url = json.at("url").get<std::string>();
    // Some servers take a key there; an error must not show it, and a card is no place for it.
    if (url.contains('?'))
        return fail(Errc::BadCard, "its url has a query (?): keys are stored with `nightjar keys`");
    auto parsed = net::Url::parse(url);
    if (!parsed) return fail(Errc::BadCard, "{}", parsed.error().text());
    if (parsed->scheme != "http" && parsed->scheme != "https")
        return fail(Errc::BadCard, "{}: http or https is wanted", url);
    return Endpoint{*std::move(parsed), json.at("model").get<std::string>(), json.value("key", "")};
}

/// What a card says of the files that it is of. Throws what nlohmann throws.
Status read_files(const Json& json, const fs::path& folder, const fs::path& cache,
                  ModelCard& card) {
    card.quant = json.at("quant").get<std::string>();
    card.base = json.at("base").get<std::string>();
    if (json.contains("weights")) {
        const auto weights = json.at("weights").get<std::string>();
        NJ_TRY(check_name(weights));
        card.weights = cache / weights;
        card.weights_sha256 = json.at("weights_sha256").get<std::string>();
        if (!json.contains("file")) {
            card.file = card.weights;
            card.sha256 = card.weights_sha256;
            return {};
        }
    }
    const auto file = json.at("file").get<std::string>();
    NJ_TRY(check_name(file));
    card.file = folder / file;
    card.sha256 = json.at("sha256").get<std::string>();
    return {};
}

/// Throws what nlohmann throws.
Result<ModelCard> read_fields(std::string_view text, const fs::path& folder,
                              const fs::path& cache) {
    const auto json = Json::parse(text);
    ModelCard card;
    card.name = json.at("name").get<std::string>();
    NJ_TRY(check_name(card.name));
    NJ_TRY(family, family_named(json.at("family").get<std::string>()));
    card.family = family;
    card.cutoff = json.at("cutoff").get<std::string>();
    if (family == ModelFamily::Endpoint) {
        NJ_TRY(endpoint, read_endpoint(json.at("endpoint")));
        card.base = json.value("base", endpoint.model);
        card.endpoint = std::move(endpoint);
        card.sha256 = store::to_hex(store::sha256(std::as_bytes(std::span{text})));
    } else {
        NJ_TRY(read_files(json, folder, cache, card));
    }
    for (const auto& each : json.at("tasks")) {
        NJ_TRY(task, read_task(each));
        if (card.endpoint) NJ_TRY(check_labels(task.labels));
        card.tasks.push_back(std::move(task));
    }
    return card;
}

/// Error: BadModel, where the file is missing or another one.
Status check_file(const fs::path& path, const std::string& sha256) {
    auto file = store::File::open_to_read(path);
    if (!file) return fail(Errc::BadModel, "{}", file.error().text());
    constexpr std::size_t piece = 1 << 20;
    std::vector<std::byte> buffer(piece);
    store::Sha256 hash;
    for (std::size_t at = 0;;) {
        NJ_TRY(count, file->read_at(at, buffer));
        if (count == 0) break;
        hash.update(std::span{buffer}.first(count));
        at += count;
    }
    if (const auto found = store::to_hex(hash.digest()); found != sha256)
        return fail(Errc::BadModel, "{} is another file than its card says: sha256 {}, not {}",
                    store::short_name(path), found, sha256);
    return {};
}

}  // namespace

ModelFiles ModelCard::files() const {
    ModelFiles files;
    files.model = has_adapter() ? weights.string() : file.string();
    if (has_adapter()) files.adapter = file.string();
    return files;
}

const ModelTask* ModelCard::task(std::string_view wanted) const {
    const auto at = std::ranges::find(tasks, wanted, &ModelTask::name);
    return at == tasks.end() ? nullptr : &*at;
}

Result<ModelCard> read_card(const fs::path& card, const fs::path& cache) {
    std::ifstream file{card, std::ios::binary};
    if (!file) return fail(Errc::BadCard, "{} cannot be read", store::short_name(card));
    const std::string text{std::istreambuf_iterator<char>{file}, {}};
    try {
        auto read = read_fields(text, card.parent_path(), cache);
        if (!read) return std::unexpected{read.error().in(store::short_name(card))};
        if (read->name != card.stem())
            return fail(Errc::BadCard, "{} is the card of \"{}\": its name must be the file's",
                        store::short_name(card), read->name);
        return read;
    } catch (const Json::exception& wrong) {
        return fail(Errc::BadCard, "{}: {}", store::short_name(card), wrong.what());
    }
}

std::vector<ModelCard> read_cards(const fs::path& folder, const fs::path& cache,
                                  const std::function<void(const core::Error&)>& wrong) {
    std::vector<ModelCard> cards;
    std::error_code ignored;
    for (const auto& entry : fs::directory_iterator{folder, ignored}) {
        if (entry.path().extension() != ".json") continue;
        auto card = read_card(entry.path(), cache);
        if (card)
            cards.push_back(std::move(*card));
        else
            wrong(card.error());
    }
    std::ranges::sort(cards, {}, &ModelCard::name);
    return cards;
}

Result<std::unique_ptr<LanguageModel>> open_model(const ModelCard& card, int threads) {
    if (card.endpoint)
        return fail(Errc::BadModel, "{}: it is a server's, and no file is loaded", card.name);
    if (!card.weights.empty() && !fs::exists(card.weights))
        return fail(Errc::BadModel, "{} is missing: nightjar model pull {}",
                    store::short_name(card.weights), card.weights.filename().string());
    NJ_TRY(check_file(card.file, card.sha256));
    if (card.has_adapter()) NJ_TRY(check_file(card.weights, card.weights_sha256));
    auto files = card.files();
    files.threads = threads;
    NJ_TRY(model, LanguageModel::load(files));
    if (model->family() != card.family)
        return fail(Errc::BadModel, "{}: its card says {}, the file is of {}", card.name,
                    name(card.family), name(model->family()));
    return model;
}

}  // namespace nightjar::infer
