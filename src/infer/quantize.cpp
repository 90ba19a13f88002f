#include "infer/quantize.hpp"

#include "infer/errc.hpp"
#include "infer/library.hpp"

#include <llama.h>

#include <filesystem>
#include <memory>

namespace nightjar::infer {

namespace fs = std::filesystem;
using core::fail;

core::Status quantize(const std::string& from, const std::string& to, std::string_view type) {
    auto wanted = llama_model_quantize_default_params();
    if (type == "Q8_0")
        wanted.ftype = LLAMA_FTYPE_MOSTLY_Q8_0;
    else if (type == "Q4_K_M")
        wanted.ftype = LLAMA_FTYPE_MOSTLY_Q4_K_M;
    else
        return fail(Errc::OutOfRange, "weights \"{}\": Q8_0 or Q4_K_M is wanted", type);
    wanted.nthread = 1;
    begin_library();
    (void)take_complaint();
    // The library ends in an exception or worse on a file that it cannot read or is writing to.
    std::error_code error;
    if (fs::equivalent(from, to, error))
        return fail(Errc::Failed, "{} would be written over itself", from);
    auto params = llama_model_default_params();
    params.n_gpu_layers = 0;
    const std::unique_ptr<llama_model, decltype(&llama_model_free)> model{
        llama_model_load_from_file(from.c_str(), params), &llama_model_free};
    if (model == nullptr) return fail(Errc::BadModel, "{}: no model: {}", from, take_complaint());
    const auto part = to + ".part";
    if (llama_model_quantize(from.c_str(), part.c_str(), &wanted) != 0) {
        fs::remove(part, error);
        return fail(Errc::Failed, "{}: cannot be written as {} to {}: {}", from, type, to,
                    take_complaint());
    }
    fs::rename(part, to, error);
    if (error) return fail(Errc::Failed, "{}: {}", to, error.message());
    return {};
}

}  // namespace nightjar::infer
