#include "exchange/exact_json.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <utility>
#include <vector>

namespace nightjar::exchange {

using Json = nlohmann::ordered_json;

namespace {

constexpr std::size_t deepest = 32;
constexpr char mark = '\x01';
constexpr std::string_view written_mark{R"("\u0001)"};

class Builder final : public nlohmann::json_sax<Json> {
public:
    Json take() { return std::move(root_); }

    bool null() override { return add(nullptr); }
    bool boolean(bool value) override { return add(value); }
    bool number_integer(std::int64_t value) override { return add(value); }
    bool number_unsigned(std::uint64_t value) override { return add(value); }
    bool number_float(double /*value*/, const std::string& digits) override { return add(digits); }
    bool string(std::string& value) override {
        return !value.contains(mark) && add(std::move(value));
    }
    bool binary(Json::binary_t& /*value*/) override { return false; }
    bool start_object(std::size_t /*size*/) override { return open(Json::object()); }
    bool start_array(std::size_t /*size*/) override { return open(Json::array()); }
    bool end_object() override { return close(); }
    bool end_array() override { return close(); }
    bool key(std::string& name) override {
        if (name.contains(mark)) return false;
        keys_.push_back(std::move(name));
        return true;
    }
    bool parse_error(std::size_t /*at*/, const std::string& /*token*/,
                     const nlohmann::detail::exception& /*why*/) override {
        return false;
    }

private:
    bool add(Json value) {
        if (open_.empty()) {
            root_ = std::move(value);
        } else if (auto& top = open_.back(); top.is_array()) {
            top.push_back(std::move(value));
        } else {
            top[keys_.back()] = std::move(value);
            keys_.pop_back();
        }
        return true;
    }
    bool open(Json value) {
        open_.push_back(std::move(value));
        return open_.size() <= deepest;
    }
    bool close() {
        auto value = std::move(open_.back());
        open_.pop_back();
        return add(std::move(value));
    }

    Json root_;
    std::vector<Json> open_;
    std::vector<std::string> keys_;  // of objects that are open
};

}  // namespace

Json read_exact(std::string_view text) {
    Builder builder;
    if (!Json::sax_parse(text, &builder)) return Json(Json::value_t::discarded);
    return builder.take();
}

Json exact_number(std::string_view digits) { return mark + std::string{digits}; }

std::string write_exact(const Json& json) {
    const auto text = json.dump(-1, ' ', false, Json::error_handler_t::replace);
    std::string exact;
    std::size_t done = 0;
    for (auto at = text.find(written_mark); at != std::string::npos;
         at = text.find(written_mark, done)) {
        const auto digits = at + written_mark.size();
        const auto end = text.find('"', digits);
        exact.append(text, done, at - done).append(text, digits, end - digits);
        done = end + 1;
    }
    return exact.append(text, done);
}

}  // namespace nightjar::exchange
