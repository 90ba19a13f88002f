#pragma once
/// Named makers of the parts that a user chooses by configuration. Built-in and foreign parts
/// register alike.

#include "core/base/nearest.hpp"
#include "core/base/params.hpp"
#include "core/errc.hpp"

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <typeindex>

namespace nightjar::core {

/// `Interface` names the arguments of its makers: `using Maker =
/// Result<std::unique_ptr<Interface>>( const Params&, ...)`. Entries are kept in the order of their
/// names.
template <class Interface>
class Registry {
public:
    struct Entry {
        std::string doc;  ///< one line
        std::vector<ParamSpec> params;
        std::function<typename Interface::Maker> make;
    };

    /// A second part of the same name is our mistake.
    void add(std::string name, Entry entry) {
        const auto [at, fresh] = entries_.emplace(std::move(name), std::move(entry));
        NJ_CHECK(fresh, "{} is registered twice", at->first);
    }
    [[nodiscard]] const std::map<std::string, Entry, std::less<>>& entries() const {
        return entries_;
    }
    [[nodiscard]] Result<const Entry*> find(std::string_view name) const {
        if (const auto found = entries_.find(name); found != entries_.end()) return &found->second;
        std::vector<std::string> names;
        for (const auto& [known, entry] : entries_) names.push_back(known);
        return fail(Errc::UnknownName, "no {} \"{}\"{}", Interface::role, name,
                    did_you_mean(name, names));
    }
    template <class... Args>
    [[nodiscard]] auto make(std::string_view name, const ParamTexts& given, Args&&... args) const
        -> Result<std::unique_ptr<Interface>> {
        NJ_TRY(entry, find(name));
        auto params = Params::make(entry->params, given);
        if (!params) return std::unexpected{params.error().in(name)};
        return entry->make(*params, std::forward<Args>(args)...);
    }

private:
    std::map<std::string, Entry, std::less<>> entries_;
};

/// All registries, each found by its interface. This room knows none of them.
class Registries {
public:
    template <class Interface>
    [[nodiscard]] Registry<Interface>& of() {
        auto& slot = slots_[std::type_index{typeid(Interface)}];
        if (!slot) slot = std::make_shared<Registry<Interface>>();
        return *static_cast<Registry<Interface>*>(slot.get());
    }

private:
    std::map<std::type_index, std::shared_ptr<void>> slots_;  // shared_ptr: it erases the type
};

}  // namespace nightjar::core
