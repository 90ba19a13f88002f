#include "infer/language_model.hpp"

#include "infer/errc.hpp"
#include "infer/library.hpp"

#include <llama.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>

namespace nightjar::infer {

using core::fail;
using core::Result;

namespace {

using Tokens = std::vector<llama_token>;

template <auto Free>
struct Freed {
    template <class T>
    void operator()(T* pointer) const {
        Free(pointer);
    }
};
using Model = std::unique_ptr<llama_model, Freed<llama_model_free>>;
using Context = std::unique_ptr<llama_context, Freed<llama_free>>;

std::string meta(const llama_model* model, const char* key) {
    std::array<char, 256> text{};
    const auto length = llama_model_meta_val_str(model, key, text.data(), text.size());
    return length < 0 ? std::string{} : std::string{text.data()};
}

std::optional<ModelFamily> family_of(const std::string& architecture) {
    if (architecture == "llama") return ModelFamily::LlamaLora;
    if (architecture == "t5") return ModelFamily::FlanT5;
    if (architecture.starts_with("phi")) return ModelFamily::Phi;
    return std::nullopt;
}

/// ln of the sum of e^x, and ln P of one of them.
double log_sum(std::span<const float> logits) {
    const auto most = static_cast<double>(*std::ranges::max_element(logits));
    double sum = 0;
    for (const float logit : logits) sum += std::exp(static_cast<double>(logit) - most);
    return most + std::log(sum);
}

constexpr llama_seq_id only = 0;

}  // namespace

struct LanguageModel::Parts {
    Model model;
    llama_adapter_lora* adapter{};  // the model's
    Context context;
    const llama_vocab* vocab{};
    ModelFamily family{};
    std::uint32_t room{};
    Tokens prefix;  // what the cache holds
    const std::function<bool()>* give_up{};

    [[nodiscard]] Tokens read(std::string_view text, bool ours, bool first) const {
        const auto length = static_cast<std::int32_t>(text.size());
        Tokens tokens(text.size() + 8);
        auto count = llama_tokenize(vocab, text.data(), length, tokens.data(),
                                    static_cast<std::int32_t>(tokens.size()), first, ours);
        if (count < 0) {
            tokens.resize(static_cast<std::size_t>(-count));
            count = llama_tokenize(vocab, text.data(), length, tokens.data(),
                                   static_cast<std::int32_t>(tokens.size()), first, ours);
        }
        tokens.resize(static_cast<std::size_t>(std::max(count, 0)));
        return tokens;
    }
    [[nodiscard]] std::span<const float> logits() const {
        const auto* all = llama_get_logits_ith(context.get(), -1);
        if (all == nullptr) return {};
        return {all, static_cast<std::size_t>(llama_vocab_n_tokens(vocab))};
    }
    /// What is left of the cache after a failure is not trusted.
    core::Status told(std::int32_t code) {
        if (code == 0) return {};
        llama_memory_clear(llama_get_memory(context.get()), false);
        prefix.clear();
        if (code == 2) return fail(Errc::Late, "the computation was given up");
        return fail(Errc::Failed, "the model could not be computed ({}): {}", code,
                    take_complaint());
    }
    core::Status decode(Tokens& tokens) {
        return told(llama_decode(
            context.get(),
            llama_batch_get_one(tokens.data(), static_cast<std::int32_t>(tokens.size()))));
    }
    void drop_from(std::size_t position) const {
        llama_memory_seq_rm(llama_get_memory(context.get()), only, static_cast<llama_pos>(position),
                            -1);
    }
    Result<std::size_t> ask(const Prompt& prompt);
    Result<std::size_t> ask_encoder(const Prompt& prompt);
    Result<double> follow(const Tokens& label, std::size_t base, std::span<const float> first,
                          double sum);
};

/// Computes the prompt; gives how many tokens are in the cache.
Result<std::size_t> LanguageModel::Parts::ask(const Prompt& prompt) {
    if (family == ModelFamily::FlanT5) return ask_encoder(prompt);
    auto ours = read(prompt.prefix, true, true);
    auto rest = read(prompt.rest, false, false);
    if (rest.empty()) return fail(Errc::Failed, "a prompt without an end");
    if (ours.size() + rest.size() >= room)
        return fail(Errc::TooLong, "a prompt of {} tokens; the model has room for {}",
                    ours.size() + rest.size(), room - 1);
    if (ours != prefix) {
        llama_memory_clear(llama_get_memory(context.get()), false);
        prefix.clear();
        if (!ours.empty()) NJ_TRY(decode(ours));
        prefix = std::move(ours);
    }
    drop_from(prefix.size());
    NJ_TRY(decode(rest));
    return prefix.size() + rest.size();
}

/// An encoder reads all at once: nothing of it can be kept.
Result<std::size_t> LanguageModel::Parts::ask_encoder(const Prompt& prompt) {
    auto tokens = read(prompt.prefix, true, false);
    const auto rest = read(prompt.rest, false, true);
    tokens.insert(tokens.end(), rest.begin(), rest.end());
    if (tokens.size() >= room)
        return fail(Errc::TooLong, "a prompt of {} tokens; the model has room for {}",
                    tokens.size(), room - 1);
    llama_memory_clear(llama_get_memory(context.get()), false);
    NJ_TRY(told(llama_encode(
        context.get(),
        llama_batch_get_one(tokens.data(), static_cast<std::int32_t>(tokens.size())))));
    Tokens start{llama_model_decoder_start_token(model.get())};
    NJ_TRY(decode(start));
    return start.size();
}

/// ln P of a label of several tokens, each after the ones before it.
Result<double> LanguageModel::Parts::follow(const Tokens& label, std::size_t base,
                                            std::span<const float> first, double sum) {
    double score = static_cast<double>(first[static_cast<std::size_t>(label.front())]) - sum;
    drop_from(base);
    for (std::size_t i = 1; i < label.size(); ++i) {
        Tokens before{label[i - 1]};
        NJ_TRY(decode(before));
        const auto after = logits();
        if (after.empty()) return fail(Errc::Failed, "the model gave no answer");
        score += static_cast<double>(after[static_cast<std::size_t>(label[i])]) - log_sum(after);
    }
    return score;
}

LanguageModel::LanguageModel(std::unique_ptr<Parts> parts) : parts_{std::move(parts)} {}
LanguageModel::~LanguageModel() = default;

std::string_view name(ModelFamily family) {
    switch (family) {
        case ModelFamily::LlamaLora: return "llama-lora";
        case ModelFamily::FlanT5: return "flan-t5";
        case ModelFamily::Phi: return "phi";
        case ModelFamily::Endpoint: return "endpoint";
    }
    return "unknown";
}

Result<std::unique_ptr<LanguageModel>> LanguageModel::load(const ModelFiles& files) {
    begin_library();
    (void)take_complaint();
    auto wanted = llama_model_default_params();
    wanted.n_gpu_layers = files.gpu_layers;
    auto parts = std::make_unique<Parts>();
    parts->model.reset(llama_model_load_from_file(files.model.c_str(), wanted));
    if (parts->model == nullptr)
        return fail(Errc::BadModel, "{}: no model: {}", files.model, take_complaint());
    const auto architecture = meta(parts->model.get(), "general.architecture");
    const auto family = family_of(architecture);
    if (!family)
        return fail(Errc::BadModel, "{}: of the architecture {}; llama, t5 and phi are known",
                    files.model, architecture);
    parts->family = *family;
    parts->room = files.room;
    parts->vocab = llama_model_get_vocab(parts->model.get());
    if (!files.adapter.empty()) {
        parts->adapter = llama_adapter_lora_init(parts->model.get(), files.adapter.c_str());
        if (parts->adapter == nullptr)
            return fail(Errc::BadModel, "{}: no adapter of {}: {}", files.adapter, files.model,
                        take_complaint());
    }
    auto context = llama_context_default_params();
    context.n_ctx = context.n_batch = context.n_ubatch = files.room;
    context.n_threads = context.n_threads_batch = files.threads;
    // Windows are short: all digits of keys and values cost next to nothing.
    context.type_k = context.type_v = GGML_TYPE_F32;
    context.flash_attn_type = LLAMA_FLASH_ATTN_TYPE_DISABLED;
    context.abort_callback = [](void* data) {
        const auto& give_up = static_cast<const Parts*>(data)->give_up;
        return give_up != nullptr && *give_up && (*give_up)();
    };
    context.abort_callback_data = parts.get();
    parts->context.reset(llama_init_from_model(parts->model.get(), context));
    if (parts->context == nullptr)
        return fail(Errc::BadModel, "{}: no room for it: {}", files.model, take_complaint());
    float scale = 1;
    if (parts->adapter != nullptr &&
        llama_set_adapters_lora(parts->context.get(), &parts->adapter, 1, &scale) != 0)
        return fail(Errc::BadModel, "{}: cannot be put on {}", files.adapter, files.model);
    return std::unique_ptr<LanguageModel>{new LanguageModel{std::move(parts)}};
}

ModelFamily LanguageModel::family() const { return parts_->family; }

std::string LanguageModel::quantization() const {
    std::array<char, 128> text{};
    llama_model_desc(parts_->model.get(), text.data(), text.size());
    const std::string_view described{text.data()};
    const auto last = described.rfind(' ');
    return std::string{last == std::string_view::npos ? described : described.substr(last + 1)};
}

std::size_t LanguageModel::tokens(std::string_view text) const {
    return parts_->read(text, false, false).size();
}

Result<std::vector<double>> LanguageModel::score(const Prompt& prompt,
                                                 std::span<const std::string> labels,
                                                 const std::function<bool()>& give_up) {
    parts_->give_up = &give_up;
    struct Forget {
        Parts* parts;
        ~Forget() { parts->give_up = nullptr; }
    } const forget{parts_.get()};

    std::vector<Tokens> words;
    for (const auto& label : labels) {
        words.push_back(parts_->read(label, false, false));
        if (words.back().empty()) return fail(Errc::Failed, "\"{}\" has no tokens", label);
    }
    NJ_TRY(base, parts_->ask(prompt));
    const auto seen = parts_->logits();
    if (seen.empty()) return fail(Errc::Failed, "the model gave no answer");
    const std::vector<float> first(seen.begin(), seen.end());
    const double sum = log_sum(first);
    std::vector<double> scores;
    for (const auto& word : words) {
        const auto alike = std::ranges::count(words, word.front(),
                                              [](const Tokens& other) { return other.front(); });
        const Tokens told = alike == 1 ? Tokens{word.front()} : word;
        NJ_TRY(one, parts_->follow(told, base, first, sum));
        scores.push_back(one);
    }
    return scores;
}

std::vector<double> probabilities(std::span<const double> scores) {
    std::vector<double> parts(scores.begin(), scores.end());
    if (parts.empty()) return parts;
    const double most = *std::ranges::max_element(parts);
    double sum = 0;
    for (auto& part : parts) sum += part = std::exp(part - most);
    for (auto& part : parts) part /= sum;
    return parts;
}

}  // namespace nightjar::infer
