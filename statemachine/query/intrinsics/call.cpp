#include "statemachine/query/intrinsics/call.hpp"

#include <boost/json/value.hpp>

#include "statemachine/query/intrinsics/workspace.hpp"
#include "statemachine/vocabulary/failure.hpp"

namespace pawl::query::intrinsics {

namespace {

class Evaluation {
  public:
    Evaluation(const std::string& text, const Scope& scope, Workspace& workspace) : text_(text), scope_(scope), workspace_(workspace) {}

    Outcome of(const CallNode& call) {
        const std::size_t first = arguments_.size();
        for (const Argument& argument : call.arguments) {
            const Outcome value = of(argument);
            if (value == nullptr) return nullptr;
            arguments_.push_back(value);
        }
        const std::size_t count = call.arguments.size();
        Outcome result = nullptr;
        if (count < call.function->least_arguments || count > call.function->most_arguments) {
            workspace_.invalid_arguments(call);
        } else {
            result = call.function->run(call, Values(arguments_).subspan(first), workspace_);
        }
        arguments_.resize(first);
        return result;
    }

    /// Both forms name the whole call as it was written, not the inner one at fault.
    QueryFailure failure() {
        if (!path_problem_.empty()) return {errors::runtime, "The function '" + text_ + "' had the following error: " + path_problem_};
        return {errors::runtime, "There was an error while evaluating the intrinsic function: " + text_ + ". " + workspace_.problem()};
    }

  private:
    Outcome of(const Argument& argument) {
        if (const auto* literal = std::get_if<std::shared_ptr<const json::value>>(&argument.form)) return literal->get();
        if (const auto* call = std::get_if<CallNode>(&argument.form)) return of(*call);
        const Path& path = std::get<Path>(argument.form);
        if (const json::value* found = path.find(scope_)) return found;
        if (auto selected = path.select(scope_)) return workspace_.keep(std::move(*selected));
        // Measured on AWS: a $$ path is shown rewritten to one $, and the input is shown even then.
        const std::string shown = path.root() == PathRoot::Context ? path.text().substr(1) : path.text();
        path_problem_ = "The JsonPath argument for the field '" + shown + "' could not be found in the input '" + to_json(scope_.input.value()) + "'";
        return nullptr;
    }

    const std::string& text_;
    const Scope& scope_;
    Workspace& workspace_;
    std::vector<Outcome> arguments_;  ///< of all calls that are being evaluated, innermost last
    std::string path_problem_;
};

}  // namespace

const std::string& Call::text() const { return compiled_->text; }
const std::vector<std::string>& Call::variable_references() const { return compiled_->variables; }

Result<json::value, QueryFailure> Call::build(const Scope& scope, Resources& resources) const {
    Workspace workspace(resources);
    Evaluation evaluation(compiled_->text, scope, workspace);
    const Outcome result = evaluation.of(compiled_->root);
    if (result != nullptr) {
        if (auto value = workspace.release(result)) return *std::move(value);
    }
    return evaluation.failure();
}

}  // namespace pawl::query::intrinsics
