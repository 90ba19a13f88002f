#include "infer/model_house.hpp"

#include "core/base/nearest.hpp"
#include "core/errc.hpp"

#include <algorithm>

namespace nightjar::infer {

using core::Result;

ModelSource source_of(const ModelCard& card, const Reach& reach) {
    if (card.endpoint)
        return {card.name, card.sha256, card.tasks,
                [endpoint = *card.endpoint, reach] { return reach_endpoint(endpoint, reach); }};
    return {card.name, card.sha256, card.tasks, [card]() -> Result<Scorer> {
                NJ_TRY(opened, open_model(card, 1));
                // shared: a function that is handed on must be copyable
                const std::shared_ptr<LanguageModel> model{std::move(opened)};
                return [model](const Prompt& prompt, std::span<const std::string> labels,
                               const std::function<bool()>& give_up) {
                    return model->score(prompt, labels, give_up);
                };
            }};
}

ModelHouse::ModelHouse(std::vector<ModelSource> models, AnswerBook* book, core::Mailbox& mailbox,
                       Settings settings)
    : models_{std::move(models)}, book_{book}, mailbox_{&mailbox}, settings_{std::move(settings)} {
    NJ_CHECK(settings_.mode == AnswerMode::Recorded || book_ != nullptr, "answers need a book");
    NJ_CHECK(settings_.mode != AnswerMode::Live || settings_.clock != nullptr,
             "deadlines need a clock");
}

Result<const ModelSource*> ModelHouse::find(std::string_view model) const {
    std::vector<std::string> known;
    for (const auto& each : models_) {
        if (each.name == model) return &each;
        known.push_back(each.name);
    }
    return core::fail(core::Errc::UnknownName, "no model \"{}\"{}", model,
                      core::did_you_mean(model, known));
}

Desk& ModelHouse::desk(const ModelSource& model) {
    auto& desk = desks_[model.name];
    if (desk) return *desk;
    const auto note = [name = model.name, note = settings_.note](const std::string& text) {
        note(name + ": " + text);
    };
    const auto answering = [&] {
        return std::make_unique<Answering>(model.sha256, model.make, *book_);
    };
    switch (settings_.mode) {
        case AnswerMode::Live:
            desk =
                std::make_unique<Worker>(answering(), *settings_.clock, mailbox_->add_slot(), note);
            break;
        case AnswerMode::OnTheSpot:
            desk = std::make_unique<OnTheSpot>(answering(), settings_.delay, mailbox_->add_slot(),
                                               note);
            break;
        case AnswerMode::Recorded: desk = std::make_unique<Recorded>(); break;
    }
    return *desk;
}

const Subject& ModelHouse::keep(Subject subject) {
    return subjects_.emplace_back(std::move(subject));
}

core::SignalId ModelHouse::take_seat() {
    std::uint16_t seat = 0;
    while (seats_.contains(seat)) ++seat;
    seats_.insert(seat);
    return {seat};
}

}  // namespace nightjar::infer
