// Use cases around functions: the URL behind a name, put, shown and removed while the engine runs, and kept in the store.
#pragma once

#include <string>
#include <vector>

#include "engine/runtime/requests.hpp"
#include "engine/service/service_context.hpp"

namespace pawl::engine {

/// FunctionRow::settings ↔ Function. The row's text holds url, concurrency and timeoutSeconds.
std::string write_function_settings(const Function& function);
/// Missing or odd members keep their defaults; url may come out empty.
Function read_function(const FunctionRow& row);

class FunctionsService {
  public:
    explicit FunctionsService(ServiceContext& context) : context_(context) {}

    /// Registers it for calls from now on, and in the store for the next start. ValidationException when the directory refuses it.
    void put(Function function, Answer<Function> answer);
    /// ResourceNotFound when there is none of that name.
    void remove(std::string name, Answer<bool> answer);
    Result<Function, ApiError> get(const std::string& name) const;
    std::vector<Function> list() const { return context_.functions.list(); }

  private:
    ServiceContext& context_;
};

}  // namespace pawl::engine
