#pragma once
/// One language model on this machine, through llama.cpp: what it thinks of a few answers.

#include "core/base/result.hpp"

#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace nightjar::infer {

enum class ModelFamily : std::uint8_t {
    LlamaLora,  ///< LLaMA architecture; with an adapter or without
    FlanT5,     ///< T5 encoder and decoder
    Phi,        ///< phi-2, phi-3
    Endpoint,   ///< whatever a server has; it is no file here
};
/// "llama-lora", "flan-t5", "phi", "endpoint".
std::string_view name(ModelFamily family);

struct ModelFiles {
    std::string model{};    ///< a GGUF file
    std::string adapter{};  ///< a LoRA adapter for it, as GGUF; empty: none
    int threads{1};         ///< of a computation; more than the free cores make it slower by far
    int gpu_layers{};       ///< that go to Metal or another device; below 0: all
    /// Tokens that prefix, rest and answer may have together.
    std::uint32_t room{1'024};
};

/// A prompt in two parts: the first, ours, stays the same and is computed once; the second has what
/// comes from outside, in which no text is a control token.
struct Prompt {
    std::string_view prefix;
    std::string_view rest;
};

/// One thread at a time; several may work at once, each with a model of its own. Nothing here knows
/// a clock: `give_up` is asked between the steps of a computation on the processor.
class LanguageModel {
public:
    /// Errors: BadModel, for a file that is missing, damaged or of another family; what the library
    /// said is in it.
    static core::Result<std::unique_ptr<LanguageModel>> load(const ModelFiles& files);
    ~LanguageModel();
    LanguageModel(const LanguageModel&) = delete;
    LanguageModel& operator=(const LanguageModel&) = delete;

    [[nodiscard]] ModelFamily family() const;
    /// As in the file: "Q4_1", "f32".
    [[nodiscard]] std::string quantization() const;
    [[nodiscard]] std::size_t tokens(std::string_view text) const;

    /// ln P(label | prompt) of each, over all that the model could say: of its first token where no
    /// other label begins with it, else of all its tokens. Labels are as they follow the prompt.
    /// The same prompt gives the same numbers whatever was asked before. Errors: TooLong, Late,
    /// Failed; after each of them it can be asked again.
    core::Result<std::vector<double>> score(const Prompt& prompt,
                                            std::span<const std::string> labels,
                                            const std::function<bool()>& give_up = {});

private:
    struct Parts;
    explicit LanguageModel(std::unique_ptr<Parts> parts);
    std::unique_ptr<Parts> parts_;
};

/// Of scores: what each label is worth among them; sums to 1.
std::vector<double> probabilities(std::span<const double> scores);

}  // namespace nightjar::infer
